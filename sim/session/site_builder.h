// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Makes blocks of tissue beside the steps. A block is a pure function of body, materials, bands and
// place: when it is made, and by whom, changes nothing that follows. Only how long a step waits for
// it depends on the machine, and the one who steps is told of that.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "anatomy/atlas.h"
#include "core/errands.h"
#include "core/result.h"
#include "tissue/site.h"

namespace dryrun::session {

using SiteMade = Result<std::shared_ptr<const tissue::Site>>;

/// Told when a step begins to wait for its block (true) and when it goes on (false).
using WaitWatch = std::function<void(bool is_waiting)>;

class SiteBuilder {
  public:
    SiteBuilder(std::shared_ptr<const anatomy::Atlas> atlas, tissue::MaterialTable materials,
                double stiffness_scale, WaitWatch watch);

    /// Begins to make this one beside the steps, where there is somebody to make it who is free.
    void begin(const std::vector<tissue::TautBand>& bands, const tissue::SitePlace& place);
    /// Whether take() would not wait.
    bool is_ready(const tissue::SitePlace& place) const;
    /// It, as soon as it is made: waits for it where it has been begun, else makes it here.
    SiteMade take(const std::vector<tissue::TautBand>& bands, const tissue::SitePlace& place);
    /// Bands have changed: what has been begun is of no use any more.
    void forget() { begun_.reset(); }

    const tissue::MaterialTable& materials() const { return *materials_; }

  private:
    struct Begun {
        tissue::SitePlace place;
        std::shared_ptr<std::optional<SiteMade>> made;  ///< to be read once the errand is done
    };

    std::shared_ptr<const anatomy::Atlas> atlas_;
    std::shared_ptr<const tissue::MaterialTable> materials_;
    double stiffness_scale_ = 1.0;
    WaitWatch watch_;
    std::optional<Begun> begun_;         ///< the errand given out last, while it is wanted
    std::optional<std::size_t> errand_;  ///< given out last
    std::unique_ptr<Errands> errands_;   ///< last: goes before what it works with
};

}  // namespace dryrun::session
