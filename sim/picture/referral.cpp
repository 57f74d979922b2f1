// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/referral.h"

#include <algorithm>
#include <memory>

#include "approach/site.h"

namespace dryrun::picture {
namespace {

constexpr std::string_view kReferral = "referral:";
constexpr double kAboveSkin = 0.9;
constexpr double kOpacity = 0.5;
constexpr double kCross = 5.0;  // half the length of its bars

Result<std::string> muscle_of(std::string_view name) {
    const auto sites = approach::read_shipped_sites();
    if (!sites) return sites.error();
    std::string muscle(name);
    if (!muscle.starts_with("muscle.")) muscle = "muscle." + muscle;
    if (approach::side_of(muscle).empty()) muscle += ".right";
    if (approach::find_site(*sites, muscle) != nullptr) return muscle;
    std::string known;
    for (const approach::Site& site : *sites) {
        known += (known.empty() ? "" : ", ") + site.muscle.substr(std::string("muscle.").size());
    }
    return Error{ErrorKind::Usage, "no referred pain is known of '" + std::string(name) + "'",
                 "show", "muscles are " + known};
}

render::Material pain_material() {
    render::Material material;
    material.color = {0.80f, 0.10f, 0.12f, 1.0f};
    material.groove = {0.55f, 0.05f, 0.07f, 1.0f};
    material.gloss = 0.02f;
    material.softness = 0.6f;
    material.rim = 0.0f;
    return material;
}

void add_cross(const anatomy::SkinPoint& skin, render::Scene& scene) {
    const Vec3 centre = skin.point + skin.normal * (2.0 * kAboveSkin);
    for (const double turn : {1.0, -1.0}) {
        render::Bar bar;
        const Vec3 half = normalised(skin.medial + skin.caudal * turn) * kCross;
        bar.from = centre - half;
        bar.to = centre + half;
        bar.radius = 0.9;
        bar.least_px = 3.0;
        bar.color = {0.05f, 0.05f, 0.08f, 1.0f};
        scene.bars.push_back(bar);
    }
}

}  // namespace

Result<Shown> parse_shown(std::string_view text) {
    Shown shown;
    std::string layers;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        const std::string_view name = text.substr(at, comma - at);
        at = comma + 1;
        if (name.starts_with(kReferral)) {
            auto muscle = muscle_of(name.substr(kReferral.size()));
            if (!muscle) return muscle.error();
            shown.referrals.push_back(std::move(*muscle));
        } else {
            layers += (layers.empty() ? "" : ",") + std::string(name);
        }
    }
    if (layers.empty() && !shown.referrals.empty()) layers = name_of(Layer::Skin);
    auto parsed = parse_layers(layers);
    if (!parsed) return parsed.error();
    shown.layers = std::move(*parsed);
    return shown;
}

Status add_referral(const anatomy::Atlas& atlas, const std::string& muscle, render::Scene& scene) {
    const auto sites = approach::read_shipped_sites();
    if (!sites) return sites.error();
    const approach::Site* site = approach::find_site(*sites, muscle);
    const auto id = atlas.find(muscle);
    if (site == nullptr || !id) return bad_input("show", "there is no site of " + muscle);
    const bool is_left = approach::side_of(muscle) == "left";
    // Points that send pain to the same place do not paint it twice.
    std::vector<Vec3> painted;
    for (const approach::SitePoint& point : site->points) {
        for (const auto& outline : point.referral.areas) {
            const auto patch = atlas.skin_patch(outline, is_left, kAboveSkin);
            if (!patch) return patch.error();
            if (patch->triangles.empty()) continue;
            const Vec3 begins = patch->points.front();
            const bool is_painted =
                std::any_of(painted.begin(), painted.end(),
                            [&](const Vec3& one) { return distance(one, begins) < 1e-9; });
            if (is_painted) continue;
            painted.push_back(begins);
            render::MeshItem item;
            item.mesh = std::make_shared<render::GpuMesh>(render::GpuMesh::upload(*patch));
            item.material = pain_material();
            item.opacity = kOpacity;
            item.layer = static_cast<int>(kLayerCount);
            scene.meshes.push_back(std::move(item));
        }
    }
    for (const auto& placed : atlas.trigger_point_sites(*id)) {
        // By the chart, as the outlines are.
        if (const auto skin = atlas.skin_at(placed.at)) add_cross(*skin, scene);
    }
    return {};
}

}  // namespace dryrun::picture
