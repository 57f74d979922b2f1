// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/timing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dryrun::cli {
namespace {

/// The value below which `share` of them lie; sorts.
double quantile(std::vector<float>& values, double share) {
    if (values.empty()) return 0.0;
    std::sort(values.begin(), values.end());
    const double last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(std::lround(share * last))];
}

double sum_s(const std::vector<float>& step_us) {
    return std::accumulate(step_us.begin(), step_us.end(), 0.0) * 1e-6;
}

}  // namespace

void StepTimes::end_step(const session::Session& session) {
    const std::chrono::duration<float, std::micro> took = Clock::now() - begun_ - waited_;
    PhaseTimes& phase = phases_[session.phase()];
    phase.step_us.push_back(took.count());
    if (session.phase() == session::Phase::Idle) return;
    phase.degrees_of_freedom = std::max(phase.degrees_of_freedom, session.degrees_of_freedom());
    if (session.phase() == session::Phase::Needling) {
        elements_ = std::max(elements_, session.elements());
    }
}

void StepTimes::wait(bool is_waiting) {
    const Clock::time_point now = Clock::now();
    if (is_waiting) {
        wait_begun_ = now;
        return;
    }
    waited_ += now - wait_begun_;
    waits_us_.push_back(std::chrono::duration<float, std::micro>(now - wait_begun_).count());
}

Json StepTimes::to_json() const {
    std::vector<float> all;
    for (const auto& [phase, times] : phases_) {
        all.insert(all.end(), times.step_us.begin(), times.step_us.end());
    }
    const auto phase_times = [&](session::Phase phase) {
        const auto found = phases_.find(phase);
        return found == phases_.end() ? PhaseTimes{} : found->second;
    };
    const std::size_t ticks = all.size();
    std::vector<float> waits = waits_us_;
    const double waited_s = sum_s(waits);
    const double wall_s = sum_s(all) + waited_s;
    Json json = {{"schema", "dryrun.timing/1"},
                 {"ticks", ticks},
                 {"simulated_s", static_cast<double>(ticks) / double{events::kTicksPerSecond}},
                 {"setup_s", std::chrono::duration<double>(setup_).count()},
                 {"wall_s", wall_s},
                 {"step_p50_us", quantile(all, 0.5)},
                 {"step_p999_us", quantile(all, 0.999)},
                 {"step_max_us", quantile(all, 1.0)},
                 {"waits", waits.size()},
                 {"waits_wall_s", waited_s},
                 {"wait_max_us", quantile(waits, 1.0)},
                 {"elements", elements_},
                 {"dof", phase_times(session::Phase::Needling).degrees_of_freedom}};
    const std::pair<const char*, session::Phase> phases[] = {{"pressing", session::Phase::Pressing},
                                                             {"needling", session::Phase::Needling},
                                                             {"idle", session::Phase::Idle}};
    for (const auto& [name, phase] : phases) {
        PhaseTimes times = phase_times(phase);
        const double phase_wall_s = sum_s(times.step_us);
        json[name] = {{"ticks", times.step_us.size()},
                      {"wall_s", phase_wall_s},
                      {"p50_us", quantile(times.step_us, 0.5)},
                      {"p999_us", quantile(times.step_us, 0.999)},
                      {"dof", times.degrees_of_freedom}};
    }
    return json;
}

}  // namespace dryrun::cli
