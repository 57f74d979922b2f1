// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/replay.h"

#include <memory>
#include <utility>

#include "attempt/blocks.h"

namespace dryrun::attempt {
namespace {

constexpr const char* kNothing = "(none)";

std::string hash_text(std::uint64_t hash) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = kDigits[(hash >> (60 - 4 * i)) & 15];
    return text;
}

// Compares a session with the file, tick by tick.
class Comparison {
  public:
    Comparison(const Attempt& attempt, ReplayOutcome& outcome)
        : attempt_(attempt), outcome_(outcome) {}

    void after_tick(const session::Session& session) {
        compare_events(session);
        if (outcome_.difference || session.tick() % kTicksPerHash != 0) return;
        const auto number = static_cast<std::size_t>(session.tick() / kTicksPerHash - 1);
        const std::uint64_t in_file = attempt_.hashes[number];
        const std::uint64_t replayed = session.state_hash();
        if (in_file != replayed)
            outcome_.difference = {session.tick(), "state hash", hash_text(in_file),
                                   hash_text(replayed)};
        ++outcome_.hashes_compared;
    }

    // What the file tells beyond the last tick was never repeated.
    void at_end(std::int64_t tick) {
        if (outcome_.difference || next_ == attempt_.events.size()) return;
        differ(tick, event_text(attempt_.events[next_]), kNothing);
    }

  private:
    void compare_events(const session::Session& session) {
        const auto& replayed = session.events();
        for (; next_ < replayed.size(); ++next_) {
            const std::string text = event_text(replayed[next_]);
            if (next_ >= attempt_.events.size()) return differ(session.tick(), kNothing, text);
            const std::string in_file = event_text(attempt_.events[next_]);
            if (in_file != text) return differ(session.tick(), in_file, text);
            ++outcome_.events_compared;
        }
        // An event of the file that is due by now and did not happen.
        if (next_ < attempt_.events.size() && attempt_.events[next_].tick < session.tick())
            differ(session.tick(), event_text(attempt_.events[next_]), kNothing);
    }

    void differ(std::int64_t tick, std::string in_file, std::string replayed) {
        outcome_.difference = {tick, "event " + std::to_string(next_), std::move(in_file),
                               std::move(replayed)};
    }

    const Attempt& attempt_;
    ReplayOutcome& outcome_;
    std::size_t next_ = 0;
};

}  // namespace

Header header_of(const scenario::Scenario& scenario, std::uint64_t seed) {
    Header header;
    header.model_version = session::kModelVersion;
    header.scenario_name = scenario.name;
    header.scenario_text = scenario.text;
    header.rubric_name = scenario.rubric;
    header.seed = seed;
    return header;
}

Result<Ending> record(session::Session& session, const std::function<events::InputSample()>& hands,
                      AttemptWriter* writer, const Hooks& hooks) {
    static_assert(kTicksPerHash == session::kTicksPerHash);
    Ending ending = Ending::Finished;
    while (!session.is_finished()) {
        if (hooks.is_interrupted && hooks.is_interrupted()) {
            ending = Ending::Interrupted;
            break;
        }
        const events::InputSample sample = hands();
        session.step(sample);
        if (writer != nullptr) {
            const std::uint64_t hash = writer->is_hash_due() ? session.state_hash() : 0;
            const Status written = writer->append(sample, session.events(), hash);
            if (!written.ok()) return written.error();
        }
        if (hooks.after_tick) hooks.after_tick(session);
    }
    if (writer != nullptr) {
        const Status finished = writer->finish(ending);
        if (!finished.ok()) return finished.error();
    }
    return ending;
}

Attempt unwritten_attempt(const session::Session& session, Header header, Ending ending) {
    Attempt attempt;
    attempt.header = std::move(header);
    attempt.ending = ending;
    attempt.ticks = session.tick();
    for (const events::Event& event : session.events()) {
        auto read_back = events::event_from_json(events::to_json(event), "event");
        DRYRUN_ASSERT(read_back.ok());
        attempt.events.push_back(std::move(*read_back));
    }
    return attempt;
}

Result<ReplayOutcome> replay(const Attempt& attempt, const std::string& place,
                             const ReplayOptions& options) {
    if (attempt.header.model_version != session::kModelVersion)
        return bad_input(place,
                         "was simulated by model version " +
                             std::to_string(attempt.header.model_version) + ", this program has " +
                             std::to_string(session::kModelVersion),
                         "`score` and `events` read it all the same");
    const Result<scenario::Scenario> scenario =
        scenario::parse_scenario(attempt.header.scenario_text, place + ": scenario");
    if (!scenario) return scenario.error();
    Result<std::unique_ptr<session::Session>> session =
        session::Session::start(*scenario, attempt.header.seed);
    if (!session) return session.error();

    ReplayOutcome outcome;
    Comparison comparison(attempt, outcome);
    InputReader inputs(attempt);
    while (outcome.ticks < attempt.ticks && outcome.ticks < options.until_tick) {
        if (options.hooks.is_interrupted && options.hooks.is_interrupted()) {
            outcome.is_interrupted = true;
            return outcome;
        }
        if ((*session)->is_finished()) {
            outcome.difference = {outcome.ticks, "the end", "more inputs", "finished"};
            return outcome;
        }
        const events::InputSample* sample = inputs.next();
        DRYRUN_ASSERT(sample != nullptr);
        (*session)->step(*sample);
        ++outcome.ticks;
        if (options.verify) comparison.after_tick(**session);
        if (options.hooks.after_tick) options.hooks.after_tick(**session);
        if (outcome.difference) return outcome;
    }
    if (options.verify && outcome.ticks == attempt.ticks) comparison.at_end(outcome.ticks);
    return outcome;
}

}  // namespace dryrun::attempt
