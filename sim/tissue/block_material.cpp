// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "tissue/block_material.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::tissue {
namespace {

constexpr double kPaPerNewtonPerMm2 = 1000.0;
// Standard deviation of a band's spread across the fibres where the band itself is thinner.
constexpr double kLeastSpread = 2.0;
constexpr double kNoShare = 1e-3;

softbody::Matrix6 isotropic(const Material& material) {
    return softbody::stiffness(
        softbody::Isotropic{material.youngs_kPa / kPaPerNewtonPerMm2, material.poisson});
}

softbody::Matrix6 along_fibre(const Material& material) {
    return softbody::stiffness_along_axes(softbody::nearly_incompressible(
        material.youngs_kPa / kPaPerNewtonPerMm2, material.fibre_youngs_kPa / kPaPerNewtonPerMm2,
        material.fibre_shear_kPa / kPaPerNewtonPerMm2, material.poisson));
}

/// How much of the nodule a point has: 1 at its centre, 1/e on the ellipsoid.
double share_of_nodule(const TautBand& band, const Vec3& point, const Vec3& fibre) {
    const Vec3 from = point - band.nodule;
    const double along = dot(from, fibre);
    const double across = length(from - fibre * along);
    const double a = along / std::max(band.nodule_half_length, kLeastSpread);
    const double b = across / std::max(band.nodule_half_width, kLeastSpread);
    return det::exp(-(a * a + b * b));
}

}  // namespace

BandShare share_of_band(const TautBand& band, const Vec3& point) {
    double nearest = 1e300;
    BandShare result;
    for (std::size_t i = 1; i < band.centreline.size(); ++i) {
        const Vec3& a = band.centreline[i - 1];
        const Vec3 piece = band.centreline[i] - a;
        const double size = dot(piece, piece);
        if (!(size > 0.0)) continue;
        const double t = det::clamp(dot(point - a, piece) / size, 0.0, 1.0);
        const Vec3 off = point - (a + piece * t);
        if (dot(off, off) >= nearest) continue;
        nearest = dot(off, off);
        result.fibre = piece / std::sqrt(size);
    }
    const double spread = std::max(band.radius / std::sqrt(2.0), kLeastSpread);
    const double two_variances = 2.0 * spread * spread;
    if (nearest > 6.0 * two_variances) return {};
    result.share = std::min(1.0, band.radius * band.radius / two_variances) *
                   det::exp(-nearest / two_variances);
    if (result.share < kNoShare) result.share = 0.0;
    return result;
}

BlockMaterial::BlockMaterial(const LayeredBody& body, const MaterialTable& materials,
                             const std::vector<TautBand>& bands, const Frame& frame)
    : body_(body), bands_(bands), frame_(frame), outside_(isotropic(materials.named("skin"))) {
    for (const anatomy::Structure& structure : body.structures) {
        const Material& material = materials.of(structure);
        const bool has_fibre = material.fibre_youngs_kPa > 0.0;
        elasticities_.push_back({isotropic(material),
                                 has_fibre ? along_fibre(material) : softbody::Matrix6{}, has_fibre,
                                 structure.tissue == anatomy::Tissue::Muscle});
    }
    nodule_ratio_ =
        materials.named("trigger_point").youngs_kPa / materials.named("taut_band").youngs_kPa;
}

softbody::Matrix6 BlockMaterial::elasticity_at(const Vec3& in_frame) const {
    const Vec3 point = frame_.to_parent(in_frame);
    const auto id = body_.at(point);
    // The mesh's flat faces stand a little out of the curved skin here and there.
    if (!id) return outside_;
    const Elasticity& of = elasticities_[static_cast<std::size_t>(*id)];
    softbody::Matrix6 elasticity = of.isotropic;
    if (of.has_fibre) {
        if (const auto direction = body_.fibre_direction(*id, point))
            elasticity = softbody::turned_to(of.along_fibre, frame_.direction_to_local(*direction));
    }
    if (!of.is_muscle) return elasticity;
    double scale = 1.0;
    for (const TautBand& band : bands_) {
        const BandShare of_band = share_of_band(band, point);
        if (of_band.share <= 0.0) continue;
        const double nodule = share_of_nodule(band, point, of_band.fibre);
        scale +=
            (band.stiffness_ratio * (1.0 + (nodule_ratio_ - 1.0) * nodule) - 1.0) * of_band.share;
    }
    for (double& entry : elasticity) entry *= scale;
    return elasticity;
}

}  // namespace dryrun::tissue
