// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A mesh that is made when it is first asked for. Copies share it, any number of threads may ask at
// once, and what is made does not depend on who asks or when: the maker must be a pure function.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "geometry/mesh.h"

namespace dryrun {

class LazyMesh {
  public:
    explicit LazyMesh(Mesh mesh) : state_(std::make_shared<State>()) {
        state_->mesh = std::move(mesh);
        state_->is_made = true;
    }
    explicit LazyMesh(std::function<Mesh()> make) : state_(std::make_shared<State>()) {
        state_->make = std::move(make);
    }

    const Mesh& get() const {
        State& state = *state_;
        if (!state.is_made.load(std::memory_order_acquire)) {
            const std::lock_guard lock(state.making);
            if (!state.is_made.load(std::memory_order_relaxed)) state.mesh = state.make();
            state.is_made.store(true, std::memory_order_release);
        }
        return state.mesh;
    }

    /// What `change` makes of this mesh; at once if this one was given ready-made.
    LazyMesh then(std::function<Mesh(const Mesh&)> change) const {
        if (!state_->make) return LazyMesh(change(state_->mesh));
        return LazyMesh([from = *this, change = std::move(change)] { return change(from.get()); });
    }

  private:
    struct State {
        std::function<Mesh()> make;  ///< empty if it was given ready-made
        // What std::call_once() does; but that calls the system each time, and a body has sixty.
        std::mutex making;
        std::atomic<bool> is_made = false;
        Mesh mesh;
    };
    std::shared_ptr<State> state_;
};

}  // namespace dryrun
