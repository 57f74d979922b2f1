// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Things that do not depend on one another, made by the thread that wants them from the first to
// the last, and by a helper, where there is one, from the last to the first. As each is a pure
// function of its number, what comes out depends neither on who made it nor on when. The one who
// wants them never waits: what the helper is still about, which may have been sent to sleep, is
// made again.
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace dryrun {

template <class Thing>
class Ahead {
  public:
    /// Two threads may call `make` at once.
    Ahead(std::size_t count, std::function<Thing(std::size_t)> make)
        : make_(std::move(make)),
          things_(count),
          states_(std::make_unique<std::atomic<State>[]>(count)) {}

    /// By one thread only.
    Thing& get(std::size_t number) {
        State state = State::Free;
        if (states_[number].compare_exchange_strong(state, State::Taken,
                                                    std::memory_order_acquire)) {
            things_[number] = make_(number);
            states_[number] = State::Made;
        } else if (state == State::Taken) {
            return made_again_.emplace_back(make_(number));
        }
        return things_[number];
    }
    /// By one other, until it meets the first or has to stop.
    void help(const std::atomic<bool>& has_to_stop) {
        for (std::size_t left = things_.size(); left > 0 && !has_to_stop; --left) {
            std::atomic<State>& state = states_[left - 1];
            State expected = State::Free;
            if (!state.compare_exchange_strong(expected, State::Taken)) return;
            things_[left - 1] = make_(left - 1);
            state.store(State::Made, std::memory_order_release);
        }
    }

  private:
    enum class State : unsigned char { Free, Taken, Made };
    std::function<Thing(std::size_t)> make_;
    std::vector<Thing> things_;
    std::unique_ptr<std::atomic<State>[]> states_;
    std::deque<Thing> made_again_;
};

/// A second thread, for as long as this lives.
class Helper {
  public:
    Helper() = default;
    ~Helper() {
        has_to_stop_ = true;
        if (thread_.joinable()) thread_.join();
    }
    Helper(const Helper&) = delete;
    Helper& operator=(const Helper&) = delete;

    /// Once. Not where there is one processor only; `work` is to end soon when it has to stop.
    void start(std::function<void(const std::atomic<bool>& has_to_stop)> work) {
        if (std::thread::hardware_concurrency() < 2) return;
        thread_ = std::thread([this, work = std::move(work)] { work(has_to_stop_); });
    }

  private:
    std::atomic<bool> has_to_stop_{false};
    std::thread thread_;
};

}  // namespace dryrun
