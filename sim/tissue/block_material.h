// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the tissue of a site is made of at a point: the atlas's structure there, its fibres, and the
// taut bands in it. Private to the module.
#pragma once

#include <vector>

#include "core/vec3.h"
#include "softbody/elasticity.h"
#include "tissue/layered_body.h"
#include "tissue/site.h"

namespace dryrun::tissue {

/// Share of a band at a point, 0 to 1, with the unit direction of its fibres there. Spread over at
/// least an element's width with the band's own cross-section in all, so that a band thinner than
/// the elements is neither lost between their points nor blown up by them.
struct BandShare {
    double share = 0.0;
    Vec3 fibre;
};
BandShare share_of_band(const TautBand& band, const Vec3& point);

class BlockMaterial {
  public:
    BlockMaterial(const LayeredBody& body, const MaterialTable& materials,
                  const std::vector<TautBand>& bands, const Frame& frame);

    /// Elasticity at a point of the frame, N/mm², in the frame's axes.
    softbody::Matrix6 elasticity_at(const Vec3& in_frame) const;

  private:
    // Of one structure, without bands.
    struct Elasticity {
        softbody::Matrix6 isotropic;    ///< where there is no fibre
        softbody::Matrix6 along_fibre;  ///< in axes of which the first runs along it
        bool has_fibre = false;
        bool is_muscle = false;
    };

    const LayeredBody& body_;
    const std::vector<TautBand>& bands_;
    Frame frame_;
    std::vector<Elasticity> elasticities_;  ///< one a structure
    softbody::Matrix6 outside_;
    double nodule_ratio_ = 1.0;  ///< of the trigger point's stiffness over its band's
};

}  // namespace dryrun::tissue
