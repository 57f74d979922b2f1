// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "palpation/skin_memory.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/result.h"

namespace dryrun::palpation {
namespace {

constexpr double kTick_s = 1e-3;
constexpr double kForgotten = 1e-3;  // N, at a point: a dent of a few micrometres

}  // namespace

void lie_on(const tissue::Site& site, std::span<const softbody::PronyTerm> relaxation,
            SkinMemory& memory) {
    if (memory.place == site.place()) return;
    const auto count = static_cast<std::size_t>(site.surface_count());
    SkinMemory there;
    there.place = site.place();
    there.load_N = softbody::RelaxationField(relaxation, tissue::kReferenceLoad_s, count, kTick_s);
    for (std::size_t i = 0; i < count; ++i)
        there.points.push_back(site.surface_point(static_cast<int>(i)));
    for (std::size_t i = 0; i < memory.points.size() && !memory.is_blank; ++i) {
        int points[4];
        double weights[4];
        if (!site.surface_weights(memory.points[i], points, weights)) continue;
        for (int k = 0; k < 4; ++k)
            there.load_N.inherit(static_cast<std::size_t>(points[k]), memory.load_N, i, weights[k]);
        there.is_blank = false;
    }
    memory = std::move(there);
}

double yield_of(const SkinMemory& memory) {
    return 1.0 / memory.load_N.now();
}

void add_remembered(const tissue::Site& site, const SkinMemory& memory, std::span<const int> points,
                    std::span<double> displacement) {
    if (memory.is_blank) return;
    const double yield = yield_of(memory);
    for (std::size_t j = 0; j < memory.load_N.places(); ++j) {
        const double borne = -yield * memory.load_N.before(j);
        if (borne == 0.0) continue;
        const auto row = site.surface_compliance_row(static_cast<int>(j));
        for (std::size_t i = 0; i < points.size(); ++i)
            displacement[i] += borne * row[static_cast<std::size_t>(points[i])];
    }
}

void remember(std::span<double> load_N, SkinMemory& memory) {
    const bool is_loaded =
        std::any_of(load_N.begin(), load_N.end(), [](double load) { return load != 0.0; });
    if (!is_loaded && memory.is_blank) return;
    DRYRUN_ASSERT(load_N.size() == memory.load_N.places());
    const double yield = yield_of(memory);
    for (std::size_t j = 0; j < load_N.size(); ++j) {
        load_N[j] = yield * (load_N[j] - memory.load_N.before(j));
        memory.load_N.advance(j, load_N[j]);
    }
    memory.is_blank = !is_loaded && !memory.load_N.remembers(kForgotten);
}

void SkinMemory::hash(StateHasher& hasher) const {
    hasher.add(is_blank);
    if (is_blank) return;
    for (const double load : load_N.elastic()) hasher.add(load);
    for (const double lag : load_N.lags()) hasher.add(lag);
}

}  // namespace dryrun::palpation
