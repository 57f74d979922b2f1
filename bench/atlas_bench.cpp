// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The atlas on one core: bodies made a second, and questions answered a second: layers along a
// needle's way, what holds a point, the nearest hazard, the first bone. What a query needs made
// (bone meshes, trees) is made before the clock runs; making all of it has a row of its own.
#include <benchmark/benchmark.h>

#include <optional>
#include <utility>
#include <vector>

#include "anatomy/atlas.h"
#include "core/deterministic_math.h"
#include "core/random.h"

namespace {

using namespace dryrun;
using anatomy::Atlas;

constexpr double kPath = 70.0;  // of a line, from the skin

std::shared_ptr<const Atlas> reference_body() {
    auto made = Atlas::make({});
    return made ? *made : nullptr;
}

struct Line {
    Vec3 from;
    Vec3 direction;
};

// Ways of needles from 2 mm above the skin, tilted by up to 45°, all over the thorax.
std::vector<Line> some_lines(const Atlas& atlas) {
    constexpr std::size_t kLines = 4000;
    const RandomStream random(1, "atlas bench");
    const Vec3 root = *atlas.landmark("spinous.T5");
    std::vector<Line> lines;
    for (std::uint64_t i = 0; lines.size() < kLines; ++i) {
        const Vec3 near{280.0 * random.uniform(i, 0) - 140.0, root.y - 10.0,
                        root.z + 190.0 * random.uniform(i, 1) - 120.0};
        const auto skin = atlas.skin_at(near);
        if (!skin) continue;
        const double tilt = random.uniform(i, 2);
        const double turn = 2.0 * det::kPi * random.uniform(i, 3);
        const Vec3 aside = skin->medial * det::cos(turn) + skin->caudal * det::sin(turn);
        const Vec3 direction = normalised(aside * tilt - skin->normal);
        lines.push_back({skin->point - direction * 2.0, direction});
    }
    return lines;
}

void body(benchmark::State& state) {
    const auto tables = anatomy::read_anatomy_tables();
    if (!tables) return state.SkipWithError(tables.error().text().c_str());
    std::uint64_t seed = 0;
    for (auto _ : state) {
        anatomy::BodyParameters parameters;
        parameters.seed = ++seed;
        benchmark::DoNotOptimize(Atlas::make(parameters, *tables));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(body)->Unit(benchmark::kMillisecond);

void body_with_files(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(Atlas::make({}));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(body_with_files)->Unit(benchmark::kMillisecond);

void body_with_meshes(benchmark::State& state) {
    const auto detail = static_cast<anatomy::Detail>(state.range(0));
    for (auto _ : state) {
        const auto atlas = reference_body();
        benchmark::DoNotOptimize(atlas->mesh(anatomy::StructureId{}, detail));  // makes them all
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(body_with_meshes)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

// `ask` answers one line; every line is asked once before the clock runs.
template <class Ask>
void ask_lines(benchmark::State& state, const Ask& ask) {
    const auto atlas = reference_body();
    if (atlas == nullptr) return state.SkipWithError("no body");
    const std::vector<Line> lines = some_lines(*atlas);
    for (const Line& line : lines) ask(*atlas, line);
    std::size_t next = 0;
    for (auto _ : state) {
        ask(*atlas, lines[next]);
        if (++next == lines.size()) next = 0;
    }
    state.SetItemsProcessed(state.iterations());
}

void layers_along(benchmark::State& state) {
    ask_lines(state, [](const Atlas& atlas, const Line& line) {
        benchmark::DoNotOptimize(atlas.layers_along(line.from, line.direction, kPath));
    });
}
BENCHMARK(layers_along)->Unit(benchmark::kMicrosecond);

void at(benchmark::State& state) {
    ask_lines(state, [](const Atlas& atlas, const Line& line) {
        benchmark::DoNotOptimize(atlas.at(line.from + line.direction * 25.0));
    });
}
BENCHMARK(at)->Unit(benchmark::kMicrosecond);

void nearest_hazard(benchmark::State& state) {
    ask_lines(state, [](const Atlas& atlas, const Line& line) {
        benchmark::DoNotOptimize(
            atlas.nearest(line.from + line.direction * 25.0, 60.0,
                          [](const anatomy::Structure& one) { return one.is_hazard; }));
    });
}
BENCHMARK(nearest_hazard)->Unit(benchmark::kMicrosecond);

void first_bone(benchmark::State& state) {
    ask_lines(state, [](const Atlas& atlas, const Line& line) {
        benchmark::DoNotOptimize(atlas.first_bone(line.from, line.direction, 100.0));
    });
}
BENCHMARK(first_bone)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
