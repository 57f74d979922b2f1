// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/moment.h"

#include <cmath>

#include "attempt/replay.h"
#include "cli/command.h"
#include "cli/progress.h"

namespace dryrun::cli {
namespace {

/// The tick of the most telling moment: in the middle of the time the needle was in, where it had
/// arrived; the last twitch where there was one.
std::int64_t telling_tick(const attempt::Attempt& attempt) {
    std::int64_t punctured = -1, reached = -1, twitched = -1, withdrawn = -1;
    for (const auto& event : attempt.events) {
        if (std::holds_alternative<events::SkinPunctured>(event.body)) punctured = event.tick;
        if (std::holds_alternative<events::TargetReached>(event.body)) reached = event.tick;
        if (std::holds_alternative<events::Twitch>(event.body)) twitched = event.tick;
        if (std::holds_alternative<events::NeedleWithdrawn>(event.body)) withdrawn = event.tick;
    }
    // Some ticks on, so that the response has risen.
    constexpr std::int64_t kRise = 60;
    if (twitched >= 0) return twitched + kRise;
    if (reached >= 0) return reached + kRise;
    if (punctured >= 0) {
        return withdrawn > punctured ? (punctured + withdrawn) / 2 : punctured + kRise;
    }
    return attempt.ticks;
}

}  // namespace

Result<Moment> moment_of_attempt(const std::string& path, std::optional<double> at_s) {
    const auto attempt = attempt::read_attempt(path);
    if (!attempt) return attempt.error();
    const double length_s = static_cast<double>(attempt->ticks) / double{events::kTicksPerSecond};
    if (at_s && *at_s > length_s) {
        return bad_input(path, "lasts " + fixed_text(length_s, 1) + " s; there is nothing at " +
                                   fixed_text(*at_s, 1) + " s");
    }
    attempt::ReplayOptions options;
    options.until_tick =
        at_s ? std::llround(*at_s * events::kTicksPerSecond) : telling_tick(*attempt);
    Moment moment;
    Progress progress("replaying", options.until_tick);
    options.hooks.after_tick = [&](const session::Session& session) {
        progress.show(session.tick());
        if (session.tick() < options.until_tick && !session.is_finished()) return;
        moment.snapshot = session.snapshot();
    };
    const auto replayed = attempt::replay(*attempt, path, options);
    progress.end();
    if (!replayed) return replayed.error();
    if (!moment.snapshot) return bad_input(path, "holds no moment to picture");
    moment.atlas = moment.snapshot->atlas;
    return moment;
}

Result<Moment> moment_of_body(const anatomy::BodyParameters& body) {
    const auto atlas = anatomy::Atlas::make(body);
    if (!atlas) return atlas.error();
    return Moment{*atlas, std::nullopt};
}

Result<Moment> moment_of_scenario(const std::string& name_or_path) {
    const auto scenario = scenario::read_scenario(name_or_path);
    if (!scenario) return scenario.error();
    return moment_of_body(scenario->body);
}

}  // namespace dryrun::cli
