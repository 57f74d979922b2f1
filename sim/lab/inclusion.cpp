// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/inclusion.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::lab {
namespace {

constexpr int kColumns = 24;     // a side, through each brick
constexpr double kLeast = 1e-6;  // shares below it are none

struct Box {
    Vec3 low, high;
};

Box box_of(const softbody::Solid& solid, std::size_t brick) {
    return {solid.points[static_cast<std::size_t>(solid.bricks[brick][0])],
            solid.points[static_cast<std::size_t>(solid.bricks[brick][6])]};
}

double overlap(double low, double high, double other_low, double other_high) {
    return std::max(0.0, std::min(high, other_high) - std::max(low, other_low));
}

double share_of(const Box& box, const Ellipsoid& body) {
    const Vec3& c = body.centre;
    const Vec3& a = body.semi_axes;
    const bool is_apart = overlap(box.low.x, box.high.x, c.x - a.x, c.x + a.x) == 0.0 ||
                          overlap(box.low.y, box.high.y, c.y - a.y, c.y + a.y) == 0.0 ||
                          overlap(box.low.z, box.high.z, c.z - a.z, c.z + a.z) == 0.0;
    if (is_apart) return 0.0;
    double sum = 0.0;
    for (int i = 0; i < kColumns; ++i) {
        const double x = box.low.x + (box.high.x - box.low.x) * (i + 0.5) / kColumns - c.x;
        for (int j = 0; j < kColumns; ++j) {
            const double y = box.low.y + (box.high.y - box.low.y) * (j + 0.5) / kColumns - c.y;
            const double left = 1.0 - x * x / (a.x * a.x) - y * y / (a.y * a.y);
            if (!(left > 0.0)) continue;
            const double half = a.z * std::sqrt(left);
            sum += overlap(box.low.z, box.high.z, c.z - half, c.z + half);
        }
    }
    return sum / (kColumns * kColumns * (box.high.z - box.low.z));
}

// How strongly a band pulls so far from its middle.
double pull_at(const Band& band, double away) {
    const double half = 0.5 * band.length;
    const double blend = std::min(band.radius, half);
    if (away <= half - blend) return 1.0;
    if (away >= half) return 0.0;
    return 0.5 * (1.0 + det::cos(det::kPi * (away - half + blend) / blend));
}

double share_of(const Box& box, const Band& band) {
    double along = 0.0, across = 0.0;
    for (int i = 0; i < kColumns; ++i) {
        const double x = box.low.x + (box.high.x - box.low.x) * (i + 0.5) / kColumns;
        along += pull_at(band, std::fabs(x - band.centre.x)) / kColumns;
        const double y =
            box.low.y + (box.high.y - box.low.y) * (i + 0.5) / kColumns - band.centre.y;
        const double left = band.radius * band.radius - y * y;
        if (!(left > 0.0)) continue;
        const double half = std::sqrt(left);
        across += overlap(box.low.z, box.high.z, band.centre.z - half, band.centre.z + half) /
                  (kColumns * (box.high.z - box.low.z));
    }
    return along * across;
}

template <typename Body>
std::vector<double> shares(const softbody::Solid& solid, const Body& body) {
    std::vector<double> all;
    for (std::size_t b = 0; b < solid.bricks.size(); ++b)
        all.push_back(std::min(1.0, share_of(box_of(solid, b), body)));
    return all;
}

int add_material(softbody::Solid& solid, const softbody::SolidMaterial& material) {
    solid.materials.push_back(material);
    return static_cast<int>(solid.materials.size()) - 1;
}

const softbody::SolidMaterial& material_of(const softbody::Solid& solid, std::size_t brick) {
    return solid.materials[static_cast<std::size_t>(solid.material_of[brick])];
}

bool runs_along_x(const softbody::Hyperelastic& law) {
    return law.fibre.y == 0.0 && law.fibre.z == 0.0;
}

// A law has one fibre. Where it runs another way than the pull, a tenth of the tissue between the
// fibres is taken out to do the pulling.
softbody::SolidMaterial between_fibres(const softbody::Hyperelastic& law) {
    constexpr double kPulling = 0.1;
    const double mu = law.shear, lame = law.lame;
    softbody::SolidMaterial between = softbody::solid_material(softbody::Isotropic{
        kPulling * mu * (3.0 * lame + 2.0 * mu) / (lame + mu), 0.5 * lame / (lame + mu)});
    between.large.stiffening = law.stiffening;
    return between;
}

softbody::SolidMaterial without(softbody::SolidMaterial material,
                                const softbody::SolidMaterial& part) {
    material.small = softbody::add_scaled(material.small, -1.0, part.small);
    material.large.shear -= part.large.shear;
    material.large.lame -= part.large.lame;
    return material;
}

}  // namespace

std::vector<double> shares_of(const softbody::Solid& solid, const Ellipsoid& body) {
    return shares(solid, body);
}

std::vector<double> shares_of(const softbody::Solid& solid, const Band& band) {
    return shares(solid, band);
}

softbody::SolidMaterial scaled(softbody::SolidMaterial material, double by) {
    for (double& c : material.small) c *= by;
    for (double* modulus : {&material.large.shear, &material.large.lame, &material.large.alpha,
                            &material.large.beta, &material.large.gamma, &material.large.tension})
        *modulus *= by;
    return material;
}

void embed(softbody::Solid& solid, const std::vector<double>& shares,
           const softbody::SolidMaterial& inside) {
    const std::size_t count = solid.bricks.size();
    for (std::size_t b = 0; b < count; ++b) {
        const double share = shares[b];
        if (share < kLeast) continue;
        const int body = add_material(solid, scaled(inside, share));
        if (share > 1.0 - kLeast) {
            solid.material_of[b] = body;
            continue;
        }
        solid.material_of[b] = add_material(solid, scaled(material_of(solid, b), 1.0 - share));
        solid.bricks.push_back(std::array(solid.bricks[b]));
        solid.material_of.push_back(body);
    }
}

std::vector<Pull> add_pulls(softbody::Solid& solid, const std::vector<double>& shares) {
    std::vector<Pull> pulls;
    for (std::size_t b = 0; b < shares.size(); ++b) {
        if (shares[b] < kLeast) continue;
        const softbody::SolidMaterial material = material_of(solid, b);
        if (runs_along_x(material.large)) {
            solid.material_of[b] = add_material(solid, material);
        } else {
            const softbody::SolidMaterial between = between_fibres(material.large);
            solid.material_of[b] = add_material(solid, without(material, between));
            solid.bricks.push_back(std::array(solid.bricks[b]));
            solid.material_of.push_back(add_material(solid, between));
        }
        pulls.push_back({solid.materials.size() - 1, shares[b]});
    }
    return pulls;
}

}  // namespace dryrun::lab
