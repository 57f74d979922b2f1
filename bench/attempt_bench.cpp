// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Simulated seconds per second of one headless attempt on one core, set-up included: how much
// faster than life a class of attempts can be simulated. A ratio, so that runs on a slow and on a
// fast machine can be told apart from runs of slow and of fast code only side by side.
#include <benchmark/benchmark.h>

#include "scenario/scenario.h"
#include "session/session.h"
#include "tissue/site.h"
#include "trainee/trainee.h"

namespace {

using namespace dryrun;

void attempt_of(benchmark::State& state, const char* trainee_name) {
    const auto scenario = scenario::read_scenario("rhomboid-major-right");
    if (!scenario) return state.SkipWithError(scenario.error().text().c_str());
    double simulated_s = 0.0;
    for (auto _ : state) {
        auto session = session::Session::start(*scenario, 7);
        if (!session) return state.SkipWithError(session.error().text().c_str());
        auto trainee = trainee::make_trainee(trainee_name, (*session)->briefing(), 7);
        if (!trainee) return state.SkipWithError(trainee.error().text().c_str());
        while (!(*session)->is_finished())
            (*session)->step((*trainee)->act((*session)->percepts()));
        simulated_s += static_cast<double>((*session)->tick()) / double{events::kTicksPerSecond};
    }
    state.counters["simulated_s_per_s"] =
        benchmark::Counter(simulated_s, benchmark::Counter::kIsRate);
    state.counters["simulated_s"] = simulated_s / static_cast<double>(state.iterations());
}

BENCHMARK_CAPTURE(attempt_of, expert, "expert")->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(attempt_of, novice, "novice")->Unit(benchmark::kSecond)->Iterations(1);

void session_start(benchmark::State& state) {
    const auto scenario = scenario::read_scenario("rhomboid-major-right");
    if (!scenario) return state.SkipWithError(scenario.error().text().c_str());
    for (auto _ : state) benchmark::DoNotOptimize(session::Session::start(*scenario, 7));
}
BENCHMARK(session_start)->Unit(benchmark::kMillisecond);

// A block of tissue beside the spine, which a session makes where hands come to.
void site(benchmark::State& state) {
    const auto atlas = anatomy::Atlas::make({});
    const auto materials = tissue::MaterialTable::read_shipped();
    if (!atlas || !materials) return state.SkipWithError("no body or no materials");
    for (auto _ : state)
        benchmark::DoNotOptimize(tissue::Site::make(*atlas, *materials, {}, {-2, 0, {}}));
}
BENCHMARK(site)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
