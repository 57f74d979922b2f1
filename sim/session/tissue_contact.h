// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Which block of tissue the hands are on, and what each hand feels of the other through it.
//
// A site's place follows from the hands alone. A new place takes effect at the next multiple of
// 100 ticks that is at least 400 ahead, so that it can be made beside the steps meanwhile, or in
// the same tick when the hands are where the present site has no room for them; a needle in tissue
// keeps its site. Where hands in the air are about to come down is made ahead too. Sites made
// before are kept, as a site is a pure function of body, bands and place. A band that slackens
// makes another site of the same place, at the time of any other change. Needle tracks and loads
// live in atlas coordinates and survive the change of site.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "anatomy/atlas.h"
#include "core/hash.h"
#include "core/result.h"
#include "events/input_sample.h"
#include "session/site_builder.h"
#include "tissue/site.h"

namespace dryrun::session {

/// Whether the hand has a needle, bare or in its tube.
bool holds_needle(const events::NeedlingHand& hand);

/// Where the hands want tissue: the skin under a pressing finger, or under a needle about to touch,
/// leaning towards the finger; nothing while both are away. A needle's tip counts within
/// `kNearSkin`.
inline constexpr double kNearSkin = 15.0;
std::optional<Vec3> focus_of_hands(const anatomy::Atlas& atlas, const events::InputSample& sample,
                                   double needle_length);
/// Where hands in the air, no farther than `kAboutToTouch` from the skin, will want it.
inline constexpr double kAboutToTouch = 80.0;
std::optional<Vec3> focus_of_hands_in_air(const anatomy::Atlas& atlas,
                                          const events::InputSample& sample, double needle_length);

class SiteKeeper {
  public:
    SiteKeeper(std::shared_ptr<const anatomy::Atlas> atlas, tissue::MaterialTable materials,
               std::vector<tissue::TautBand> bands, double stiffness_scale = 1.0,
               WaitWatch watch = {});

    /// Finds the site for this tick; true if it is another one than in the tick before. A focus off
    /// the modelled skin leaves the site as it is, and so do hands tied to it by a needle or a
    /// fold. `is_out_of_room`: the present site had none for the pads in the tick before; that
    /// nearest to the focus is taken at once then.
    bool follow(std::int64_t tick, const std::optional<Vec3>& focus, bool is_tied,
                bool is_out_of_room = false);

    /// Hands in the air are over this place of the skin: where they stay over it, its site is made
    /// ahead. Changes nothing but how long a later step takes.
    void expect(const Vec3& focus);
    /// Whether that has been done.
    bool is_made_ahead(const Vec3& focus) const { return builder_.is_ready(place_wanted(focus)); }

    /// Makes a band as stiff as `stiffness_ratio` over its muscle from now on; felt once a hand is
    /// on the patient and no needle in it.
    void change_band(std::size_t band, double stiffness_ratio);

    const std::shared_ptr<const tissue::Site>& site() const { return site_; }
    const tissue::MaterialTable& materials() const { return builder_.materials(); }
    const std::vector<tissue::TautBand>& bands() const { return bands_; }
    void hash(StateHasher& hasher) const;

  private:
    using Kept = std::vector<std::shared_ptr<const tissue::Site>>;
    tissue::SitePlace place_wanted(const Vec3& focus, bool is_out_of_room = false) const;
    Kept::iterator find_kept(const tissue::SitePlace& place);
    bool is_barren(const tissue::SitePlace& place) const;
    void make_ahead(const tissue::SitePlace& place);
    bool enter(tissue::SitePlace place);

    std::shared_ptr<const anatomy::Atlas> atlas_;
    std::vector<tissue::TautBand> bands_;
    SiteBuilder builder_;
    std::shared_ptr<const tissue::Site> site_;
    std::optional<tissue::SitePlace> coming_;
    std::int64_t due_ = 0;
    bool is_outdated_ = false;                   ///< a band has changed since the site was made
    Kept kept_;                                  ///< latest last
    std::vector<tissue::SitePlace> barren_;      ///< places without skin
    std::optional<tissue::SitePlace> expected_;  ///< where hands in the air were last
};

/// Inward displacement of each patch point by the needle's loads and the bands' active stress.
void surface_background(const tissue::Site& site, const tissue::Track* track,
                        std::span<const Vec3> block_load_N, std::span<const double> band_active_kPa,
                        std::vector<double>& out);

/// Displacement of each station of a track by the fingers and the bands' active stress, from where
/// it was when the track was laid.
void station_background(const tissue::Site& site, const tissue::Track& track,
                        std::span<const double> surface_N, std::span<const double> band_active_kPa,
                        std::vector<Vec3>& out);

/// Displacement of a skin point by the fingers; nothing outside the patch.
Vec3 entry_background(const tissue::Site& site, const Vec3& on_skin,
                      std::span<const double> surface_N);

}  // namespace dryrun::session
