// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/played.h"

#include <chrono>
#include <thread>

#include "attempt/replay.h"
#include "check/check.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "trainee/trainee.h"

namespace dryrun::cli {
namespace {

/// The file's score, or where none is written the one that it would have.
Result<scoring::Score> score_of(const PlayRequest& request, const scenario::Scenario& scenario,
                                const session::Session& session, attempt::Ending ending) {
    const auto rubric = scoring::read_rubric(scenario.rubric);
    if (!rubric) return rubric.error();
    if (!request.output.empty()) {
        // /dev/stdout and its like cannot be read back.
        const auto attempt = attempt::read_attempt(request.output);
        if (attempt) return scoring::score_attempt(*attempt, *rubric, request.output);
    }
    return scoring::score_attempt(
        attempt::unwritten_attempt(session, attempt::header_of(scenario, request.seed), ending),
        *rubric, "");
}

}  // namespace

void say_if_no_safe_way(const std::string& scenario_name) {
    const auto scenario = scenario::read_scenario(scenario_name);
    if (!scenario) return;  // said where it is played
    const std::string why = check::why_no_safe_way(*scenario);
    if (!why.empty()) say(scenario->name + ": " + why);
}

Result<Played> play(const PlayRequest& request) {
    const auto scenario = scenario::read_scenario(request.scenario);
    if (!scenario) return scenario.error();
    if (request.times != nullptr) request.times->begin_setup();
    session::SessionOptions options;
    if (request.times != nullptr)
        options.wait_watch = [&](bool is_waiting) { request.times->wait(is_waiting); };
    auto session = session::Session::start(*scenario, request.seed, options);
    if (!session) return session.error();
    auto trainee = trainee::make_trainee(request.trainee, (*session)->briefing(), request.seed);
    if (!trainee) return trainee.error();
    if (request.times != nullptr) request.times->end_setup();

    std::optional<attempt::AttemptWriter> writer;
    if (!request.output.empty()) {
        auto created = attempt::AttemptWriter::create(request.output,
                                                      attempt::header_of(*scenario, request.seed));
        if (!created) return created.error();
        writer = std::move(*created);
    }
    catch_interruption();
    Progress progress(request.trainee + " at " + scenario->name + ":", 0);
    attempt::Hooks hooks;
    hooks.is_interrupted = [] { return was_interrupted().load(); };
    hooks.after_tick = [&](const session::Session& stepped) {
        if (request.times != nullptr) request.times->end_step(stepped);
        progress.show(stepped.tick());
    };
    const auto begun = std::chrono::steady_clock::now();
    const auto hands = [&] {
        if (request.is_in_real_time)
            std::this_thread::sleep_until(begun + std::chrono::milliseconds((*session)->tick()));
        auto sample = (*trainee)->act((*session)->percepts());
        if (request.times != nullptr) request.times->begin_step();
        return sample;
    };
    const auto ending = attempt::record(**session, hands, writer ? &*writer : nullptr, hooks);
    progress.end();
    if (!ending) return ending.error();
    const auto score = score_of(request, *scenario, **session, *ending);
    if (!score) return score.error();
    return Played{*ending, *score};
}

}  // namespace dryrun::cli
