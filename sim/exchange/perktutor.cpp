// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/perktutor.h"

#include "anatomy/atlas.h"

namespace dryrun::exchange {
namespace {

// A recording says nothing of the patient's draws, so it always meets the same patient.
constexpr std::uint64_t kSeed = 0;

// Shaft that stays outside so that the needle can be taken hold of again.
constexpr double kShaftOutside = 10.0;

/// The shortest stocked needle that reaches the target with shaft to spare; else the longest.
struct StockedNeedle {
    std::string name;
    double length = 0.0;
};
StockedNeedle needle_for(const session::Briefing& briefing) {
    StockedNeedle chosen;
    for (std::size_t i = 0; i < briefing.stocked_needles.size(); ++i) {
        chosen = {briefing.stocked_needles[i], briefing.stocked_lengths[i]};
        if (chosen.length >= briefing.target_nominal_depth + kShaftOutside) break;
    }
    return chosen;
}

Result<LayingPlace> place_of(const scenario::Scenario& scenario,
                             const session::Briefing& briefing) {
    const auto atlas = anatomy::Atlas::make(scenario.body);
    if (!atlas) return atlas.error();
    if (briefing.usual_places.empty()) {
        return bad_input(scenario.name, "names no place where its target is usually needled");
    }
    const auto skin = (*atlas)->skin_at(briefing.usual_places.front());
    if (!skin) return bad_input(scenario.name, "its site lies outside the modelled skin");
    return LayingPlace{skin->point - skin->normal * briefing.target_nominal_depth, -skin->normal};
}

/// The hands of a recording: a bare needle where the tracker saw it, nothing else.
events::InputSample sample_at(const TrackedNeedle& needle, const StockedNeedle& stocked,
                              std::int64_t tick) {
    events::InputSample sample;
    if (tick == 0) sample.actions.push_back(events::ChooseNeedle{stocked.name});
    const double time_s = static_cast<double>(tick) / double{events::kTicksPerSecond};
    const TipPose pose = pose_at(needle, time_s);
    sample.needling_hand.tool = events::Tool::Needle;
    sample.needling_hand.direction = pose.direction;
    sample.needling_hand.position = pose.tip - pose.direction * stocked.length;
    if (time_s >= duration_s(needle)) sample.actions.push_back(events::Finish{"done"});
    return sample;
}

}  // namespace

Result<ImportOutcome> import_perktutor(const std::string& log_file,
                                       const scenario::Scenario& scenario,
                                       const ImportChoices& choices, const std::string& output,
                                       const attempt::Hooks& hooks) {
    const auto log = read_transform_log(log_file);
    if (!log) return log.error();
    auto session = session::Session::start(scenario, kSeed);
    if (!session) return session.error();
    const auto place = place_of(scenario, (*session)->briefing());
    if (!place) return place.error();
    auto needle = lay_on_body(*log, choices, *place, log_file);
    if (!needle) return needle.error();
    const double longest_s =
        static_cast<double>(session::kLongestAttempt) / double{events::kTicksPerSecond};
    if (!(duration_s(*needle) < longest_s)) {
        return bad_input(log_file, "is longer than the " + fixed_text(longest_s / 60.0, 0) +
                                       " minutes of the longest attempt");
    }

    attempt::Header header = attempt::header_of(scenario, kSeed);
    header.channels = {false, false, true};
    header.import_fit = fit_to_json(*needle, "perktutor");
    auto writer = attempt::AttemptWriter::create(output, header);
    if (!writer) return writer.error();
    const StockedNeedle stocked = needle_for((*session)->briefing());
    const auto hands = [&] { return sample_at(*needle, stocked, (*session)->tick()); };
    const auto ending = attempt::record(**session, hands, &*writer, hooks);
    if (!ending) return ending.error();
    return ImportOutcome{std::move(*needle), *ending};
}

}  // namespace dryrun::exchange
