// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Pieces of work that do not depend on one another, done by the thread that gives them out and by a
// helper, where there is a second processor. As each writes nothing that another reads, what comes
// out depends neither on who did it nor on when. Nobody waits for what nobody has begun: where the
// helper is held up, the one who gives out does all himself, and waits at most for the one piece
// that the helper is at.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace dryrun {

class Errands {
  public:
    Errands();
    /// Drops all.
    ~Errands();
    Errands(const Errands&) = delete;
    Errands& operator=(const Errands&) = delete;

    /// Takes on `count` pieces of work, which throw nothing: `work` with 0, 1 and so on. Tells the
    /// number of the first; those after it follow. What is given out first is done first.
    std::size_t add(std::size_t count, std::function<void(std::size_t)> work);
    /// No more will be added: the helper goes when it has nothing to do, so that nobody waits for
    /// it to go.
    void close();
    /// Comes back when it is done. Only for the thread that gives out.
    void finish(std::size_t number);
    /// Of `count` from `first` on drops those that have not been begun and waits for those that
    /// have: to be called before anything goes that they work on.
    void drop(std::size_t first, std::size_t count);
    /// Takes one back that has not been begun; tells whether it could.
    bool take_back(std::size_t number);
    bool is_done(std::size_t number) const;
    /// Whether somebody else than the one who gives out does any.
    bool has_helper() const { return helper_.joinable(); }

  private:
    enum class State : unsigned char { Waiting, Begun, Done };
    struct Errand {
        std::shared_ptr<const std::function<void(std::size_t)>> work;
        std::size_t part = 0;
        State state = State::Waiting;
    };
    void run(std::unique_lock<std::mutex>& lock, std::size_t number);
    /// The first that waits, from `number` on; errands_.size() if none does.
    std::size_t next_from(std::size_t number) const;
    void help();

    mutable std::mutex mutex_;
    std::condition_variable more_;  ///< to do, or to stop
    std::condition_variable done_;
    std::vector<Errand> errands_;
    std::size_t first_waiting_ = 0;  ///< none before it waits
    bool is_closed_ = false;
    std::thread helper_;
};

}  // namespace dryrun
