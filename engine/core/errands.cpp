// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/errands.h"

#include <system_error>
#include <utility>

#include "core/result.h"

namespace dryrun {

Errands::Errands() {
    if (std::thread::hardware_concurrency() <= 1) return;
    try {
        helper_ = std::thread([this] { help(); });
    } catch (const std::system_error&) {
        // The system gives no thread: then all is done by the one who gives it out.
    }
}

Errands::~Errands() {
    drop(0, errands_.size());
    close();
    if (helper_.joinable()) helper_.join();
}

std::size_t Errands::add(std::size_t count, std::function<void(std::size_t)> work) {
    const auto shared = std::make_shared<const std::function<void(std::size_t)>>(std::move(work));
    std::size_t first = 0;
    {
        const std::lock_guard lock(mutex_);
        first = errands_.size();
        for (std::size_t part = 0; part < count; ++part)
            errands_.push_back({shared, part, State::Waiting});
    }
    more_.notify_one();
    return first;
}

void Errands::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
    }
    more_.notify_one();
}

void Errands::finish(std::size_t number) {
    std::unique_lock lock(mutex_);
    DRYRUN_ASSERT(number < errands_.size());
    if (errands_[number].state == State::Waiting) run(lock, number);
    while (errands_[number].state != State::Done) {
        const std::size_t other = next_from(number);
        if (other < errands_.size()) {
            run(lock, other);
        } else {
            done_.wait(lock);
        }
    }
}

void Errands::drop(std::size_t first, std::size_t count) {
    std::unique_lock lock(mutex_);
    for (std::size_t number = first; number < first + count; ++number) {
        if (errands_[number].state == State::Waiting) errands_[number].state = State::Done;
        done_.wait(lock, [&] { return errands_[number].state == State::Done; });
    }
}

bool Errands::take_back(std::size_t number) {
    const std::lock_guard lock(mutex_);
    if (errands_[number].state != State::Waiting) return false;
    errands_[number].work.reset();
    errands_[number].state = State::Done;
    return true;
}

bool Errands::is_done(std::size_t number) const {
    const std::lock_guard lock(mutex_);
    return errands_[number].state == State::Done;
}

void Errands::run(std::unique_lock<std::mutex>& lock, std::size_t number) {
    Errand& errand = errands_[number];
    const auto work = std::move(errand.work);
    const std::size_t part = errand.part;
    errand.state = State::Begun;
    lock.unlock();
    (*work)(part);
    lock.lock();
    errands_[number].state = State::Done;
}

std::size_t Errands::next_from(std::size_t number) const {
    while (number < errands_.size() && errands_[number].state != State::Waiting) ++number;
    return number;
}

void Errands::help() {
    std::unique_lock lock(mutex_);
    while (true) {
        first_waiting_ = next_from(first_waiting_);
        if (first_waiting_ < errands_.size()) {
            run(lock, first_waiting_);
            done_.notify_one();
        } else if (is_closed_) {
            return;
        } else {
            more_.wait(lock);
        }
    }
}

}  // namespace dryrun
