// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The layers a picture can show, and how each looks.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "render/scene.h"

namespace dryrun::picture {

/// From the deepest to the skin: the order in which see-through layers are drawn.
enum class Layer : std::uint8_t {
    Lung,
    NervesVessels,
    Bones,
    DeepMuscles,  ///< all but the groups below
    ErectorSpinae,
    IntermediateMuscles,  ///< of the shoulder blade, neck and loin that the superficial ones cover
    Rhomboids,
    SuperficialMuscles,
    Trapezius,
    Fascia,
    Fat,
    Skin,
};
inline constexpr std::size_t kLayerCount = 12;

/// "skin", "erector_spinae" …, as `--show` takes them.
std::string_view name_of(Layer layer);
/// A list parted by commas of layers and plates. A plate is several layers, as an anatomical atlas
/// shows them: "superficial", "intermediate" and "deep" everything up to that depth, "organs",
/// "muscles" those of every depth but for the three groups with names of their own, "all".
Result<std::vector<Layer>> parse_layers(std::string_view text);

Layer layer_of(const anatomy::Structure& structure);
render::Material material_of(const anatomy::Structure& structure);
/// 1 but for membranes, through which is seen what they hold: pleura and peritoneum.
double opacity_of(anatomy::Tissue tissue);
/// Flat colour of a structure in a section.
render::Color section_color(const anatomy::Structure& structure);
/// What the legend of a section calls it.
std::string_view legend_name(anatomy::Tissue tissue);

}  // namespace dryrun::picture
