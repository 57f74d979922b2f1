// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "study/run.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "attempt/replay.h"
#include "core/file.h"
#include "scoring/score.h"
#include "session/session.h"
#include "study/attempt_line.h"
#include "study/journal.h"
#include "study/shard_file.h"
#include "trainee/trainee.h"

namespace dryrun::study {
namespace {

namespace fs = std::filesystem;

// What the threads share: which attempts wait, where the lines go, and the first thing that failed.
class Work {
  public:
    Work(const Plan& plan, const RunOptions& options, Journal& journal)
        : plan_(plan), options_(options), journal_(journal) {
        const Shard shard = options.shard.value_or(Shard{});
        const std::size_t all = attempts_of(plan.description, shard);
        all_ = static_cast<std::int64_t>(all);
        for (std::size_t nth = 0; nth < all; ++nth)
            if (journal.lines().count(number_in(shard, nth)) == 0)
                waiting_.push_back(number_in(shard, nth));
        show();
    }

    // What each thread does.
    void play_on() {
        while (const auto number = next()) {
            const auto line = play(*number);
            const std::lock_guard lock(mutex_);
            if (!line) {
                fail(of_attempt(*number, line.error()));
            } else if (*line) {
                if (const Status kept = journal_.append(*number, **line); !kept) fail(kept.error());
                show();
            }
        }
    }

    std::size_t waiting() const { return waiting_.size(); }
    const std::optional<Error>& error() const { return error_; }
    bool is_done() const { return static_cast<std::int64_t>(journal_.lines().size()) == all_; }

  private:
    std::optional<std::size_t> next() {
        const std::lock_guard lock(mutex_);
        if (error_ || next_ == waiting_.size() || is_interrupted()) return std::nullopt;
        return waiting_[next_++];
    }

    Result<std::optional<std::string>> play(std::size_t number) const {
        try {
            return play_attempt(plan_, number, options_.is_interrupted);
        } catch (const std::exception& problem) {
            return Error{ErrorKind::Internal, problem.what(), {}, {}};
        }
    }

    bool is_interrupted() const { return options_.is_interrupted && options_.is_interrupted(); }

    // Which attempt it was that failed.
    Error of_attempt(std::size_t number, Error error) const {
        const Place place = place_of(plan_.description, number);
        error.message += ", as " + plan_.trainees[place.trainee].name + " came to run " +
                         std::to_string(place.run) + " of " +
                         plan_.scenarios[place.scenario].scenario.name;
        return error;
    }

    void fail(const Error& error) {
        if (!error_) error_ = error;
    }

    void show() const {
        if (options_.show_progress)
            options_.show_progress(static_cast<std::int64_t>(journal_.lines().size()), all_);
    }

    const Plan& plan_;
    const RunOptions& options_;
    Journal& journal_;
    std::mutex mutex_;
    std::vector<std::size_t> waiting_;
    std::size_t next_ = 0;
    std::int64_t all_ = 0;
    std::optional<Error> error_;
};

void play_side_by_side(Work& work, int jobs) {
    const auto useful = std::min(static_cast<std::size_t>(jobs), work.waiting());
    std::vector<std::jthread> others;
    try {
        while (others.size() + 1 < useful) others.emplace_back([&work] { work.play_on(); });
    } catch (const std::system_error&) {
        // The system gives no more threads: those there are play all.
    }
    work.play_on();
}

void say(const RunOptions& options, const std::string& text) {
    if (options.say) options.say(text);
}

// Of a result that is there already: that it is just this one.
Result<RunEnding> leave_as_it_is(const Plan& plan, const RunOptions& options, Journal& journal) {
    const Status fits = check_result(options.output, plan.description, options.shard);
    if (fits) {
        if (const Status removed = journal.remove(); !removed) return removed.error();
        say(options, options.output.string() + ": is finished already, and left as it is");
        return RunEnding::WasThere;
    }
    if (journal.lines().empty()) (void)journal.remove();
    Error error = fits.error();
    error.message += "; a file that does not fit is not written over";
    error.hint = "give another -o, or remove the file";
    return error;
}

}  // namespace

Result<std::optional<std::string>> play_attempt(const Plan& plan, std::size_t number,
                                                const std::function<bool()>& is_interrupted) {
    const Place place = place_of(plan.description, number);
    const MarkedScenario& marked = plan.scenarios[place.scenario];
    const std::uint64_t seed = seed_of_run(plan.description.seed, marked.scenario.name, place.run);
    const auto session = session::Session::start(marked.scenario, seed);
    if (!session) return session.error();
    const auto trainee =
        trainee::make_trainee(plan.trainees[place.trainee], (*session)->briefing(), seed);
    if (!trainee) return trainee.error();
    const auto hands = [&] { return (*trainee)->act((*session)->percepts()); };
    attempt::Hooks hooks;
    hooks.is_interrupted = is_interrupted;
    const auto ending = attempt::record(**session, hands, nullptr, hooks);
    if (!ending) return ending.error();
    if (*ending == attempt::Ending::Interrupted) return std::optional<std::string>();
    const attempt::Attempt attempt =
        attempt::unwritten_attempt(**session, attempt::header_of(marked.scenario, seed), *ending);
    const scoring::Score score = scoring::score_attempt(attempt, marked.rubric, "");
    return std::optional(attempt_line(plan.description, number, score, attempt.events));
}

Result<RunEnding> run(const Plan& plan, const RunOptions& options) {
    std::error_code none;
    const bool is_there = fs::exists(options.output, none);
    if (is_there && !fs::is_regular_file(options.output, none))
        return bad_input(options.output.string(), "is no file that a study can be written to");
    auto journal = Journal::open(options.output.string() + ".journal", plan.description,
                                 options.shard.value_or(Shard{}));
    if (!journal) return journal.error();
    for (const std::string& remark : journal->remarks()) say(options, remark);
    // Looked for again under the lock.
    if (fs::exists(options.output, none)) return leave_as_it_is(plan, options, *journal);
    if (!journal->lines().empty())
        say(options, options.output.string() + ": goes on, " +
                         std::to_string(journal->lines().size()) + " attempts are played already");

    Work work(plan, options, *journal);
    play_side_by_side(work, options.jobs);
    if (work.error()) return *work.error();
    if (!work.is_done()) return RunEnding::Interrupted;
    const Status written =
        write_file(options.output, result_text(plan.description, options.shard, journal->lines()));
    if (!written) return written.error();
    if (const Status removed = journal->remove(); !removed) return removed.error();
    return RunEnding::Finished;
}

}  // namespace dryrun::study
