// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/layers.h"

namespace dryrun::picture {
namespace {

constexpr std::array<std::string_view, kLayerCount> kNames = {"lung",
                                                              "nerves_vessels",
                                                              "bones",
                                                              "deep_muscles",
                                                              "erector_spinae",
                                                              "intermediate_muscles",
                                                              "rhomboids",
                                                              "superficial_muscles",
                                                              "trapezius",
                                                              "fascia",
                                                              "fat",
                                                              "skin"};

struct Plate {
    std::string_view name;
    std::vector<Layer> layers;
};

std::vector<Plate> plates() {
    const std::vector<Layer> deep = {Layer::Bones, Layer::DeepMuscles, Layer::ErectorSpinae};
    std::vector<Layer> intermediate = deep;
    intermediate.insert(intermediate.end(), {Layer::IntermediateMuscles, Layer::Rhomboids});
    std::vector<Layer> superficial = intermediate;
    superficial.insert(superficial.end(), {Layer::SuperficialMuscles, Layer::Trapezius});
    std::vector<Layer> all;
    for (std::size_t i = 0; i < kLayerCount; ++i) all.push_back(static_cast<Layer>(i));
    return {
        {"deep", deep},
        {"intermediate", intermediate},
        {"superficial", superficial},
        {"organs", {Layer::Lung, Layer::NervesVessels, Layer::Bones}},
        {"muscles", {Layer::DeepMuscles, Layer::IntermediateMuscles, Layer::SuperficialMuscles}},
        {"all", all}};
}

constexpr std::string_view kSuperficial[] = {"latissimus", "deltoid", "gluteus_maximus", "oblique"};
constexpr std::string_view kIntermediate[] = {
    "levator_scapulae", "serratus",      "spinatus",      "teres",
    "splenius",         "subscapularis", "gluteus_medius"};

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

render::Color color(int hex) {
    const auto part = [hex](int shift) { return static_cast<float>(hex >> shift & 255) / 255.0f; };
    return {part(16), part(8), part(0), 1.0f};
}

render::Material muscle(int hex, int groove, float period) {
    render::Material material;
    material.color = color(hex);
    material.groove = color(groove);
    material.fibre_strength = 0.85f;
    material.fibre_period = period;
    material.tone_variation = 0.35f;
    material.gloss = 0.09f;
    material.softness = 0.2f;
    return material;
}

// Of an aponeurosis: strands from end to end.
render::Material strands(int hex, int groove) {
    render::Material material = muscle(hex, groove, 2.0f);
    material.gloss = 0.35f;
    return material;
}

render::Material plain(int hex, int groove, float gloss, float tone) {
    render::Material material;
    material.color = color(hex);
    material.groove = color(groove);
    material.gloss = gloss;
    material.tone_variation = tone;
    return material;
}

render::Material muscle_of(const anatomy::Structure& structure) {
    switch (layer_of(structure)) {
        case Layer::Trapezius:
            return muscle(0xB8504A, 0x5E1B1C, 2.6f);
        case Layer::Rhomboids:
            return muscle(0xC2604E, 0x6A241E, 2.4f);
        case Layer::ErectorSpinae:
            return muscle(0xA9443F, 0x521616, 2.2f);
        default:
            break;
    }
    if (contains(structure.name, "intercostal")) return muscle(0x9C4A44, 0x5A2422, 1.6f);
    return muscle(0xB2554A, 0x5C201D, 2.4f);
}

}  // namespace

std::string_view name_of(Layer layer) {
    return kNames[static_cast<std::size_t>(layer)];
}

Result<std::vector<Layer>> parse_layers(std::string_view text) {
    std::vector<Layer> layers;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        const std::string_view name = text.substr(at, comma - at);
        at = comma + 1;
        const std::size_t before = layers.size();
        for (std::size_t i = 0; i < kLayerCount; ++i) {
            if (name == kNames[i]) layers.push_back(static_cast<Layer>(i));
        }
        for (const Plate& plate : plates()) {
            if (name != plate.name) continue;
            layers.insert(layers.end(), plate.layers.begin(), plate.layers.end());
        }
        if (layers.size() > before) continue;
        std::string known;
        for (const Plate& plate : plates()) known += std::string(plate.name) + ", ";
        for (const auto each : kNames) known += std::string(each) + (each == "skin" ? "" : ", ");
        return Error{ErrorKind::Usage, "there is no layer '" + std::string(name) + "'", "show",
                     "layers are " + known};
    }
    return layers;
}

Layer layer_of(const anatomy::Structure& structure) {
    using anatomy::Tissue;
    const std::string_view name = structure.name;
    switch (structure.tissue) {
        case Tissue::Skin:
            return Layer::Skin;
        case Tissue::Fat:
            return Layer::Fat;
        // Aponeuroses and the raphe of the neck belong to the muscles that take hold of them.
        case Tissue::Tendon:
        case Tissue::Fascia:
        case Tissue::Ligament:
            if (contains(name, "trapezius") || name == "ligament.nuchae.right" ||
                name == "ligament.nuchae.left")
                return Layer::Trapezius;
            return contains(name, "thoracolumbar") ? Layer::SuperficialMuscles : Layer::Fascia;
        case Tissue::Bone:
            return Layer::Bones;
        case Tissue::Pleura:
        case Tissue::Lung:
        case Tissue::Kidney:
        case Tissue::Peritoneum:
            return Layer::Lung;
        case Tissue::Nerve:
        case Tissue::Vessel:
        case Tissue::Canal:
            return Layer::NervesVessels;
        case Tissue::Muscle:
        case Tissue::Other:
            break;
    }
    if (contains(name, "trapezius")) return Layer::Trapezius;
    if (contains(name, "rhomboid")) return Layer::Rhomboids;
    for (const auto part : {"erector", "longissimus", "iliocostalis", "semispinalis"}) {
        if (contains(name, part)) return Layer::ErectorSpinae;
    }
    for (const auto part : kSuperficial) {
        if (contains(name, part)) return Layer::SuperficialMuscles;
    }
    for (const auto part : kIntermediate) {
        if (contains(name, part)) return Layer::IntermediateMuscles;
    }
    return Layer::DeepMuscles;
}

render::Material material_of(const anatomy::Structure& structure) {
    using anatomy::Tissue;
    switch (structure.tissue) {
        case Tissue::Skin: {
            render::Material skin = plain(0xD9A98C, 0xB06A58, 0.16f, 0.55f);
            skin.softness = 0.45f;
            skin.rim = 0.35f;
            return skin;
        }
        case Tissue::Fat:
            return plain(0xEBCB7C, 0xC9973F, 0.25f, 0.6f);
        case Tissue::Fascia:
            return strands(0xD9D4CC, 0xA8A099);
        case Tissue::Tendon:
        case Tissue::Ligament:
            return strands(0xE3DDCF, 0xB3AA96);
        case Tissue::Bone:
            return plain(0xE8DCC0, 0xA88C63, 0.18f, 0.4f);
        case Tissue::Pleura:
            return plain(0xBFC6D6, 0x8992A8, 0.45f, 0.2f);
        case Tissue::Lung:
            return plain(0xD79A9C, 0x96585E, 0.3f, 0.7f);
        case Tissue::Kidney:
            return plain(0x8C3B33, 0x551E1B, 0.4f, 0.4f);
        case Tissue::Peritoneum:
            return plain(0xC8B7A8, 0x97806F, 0.35f, 0.3f);
        case Tissue::Nerve:
            return plain(0xF0D34A, 0xB08C1F, 0.3f, 0.1f);
        case Tissue::Vessel:
            return contains(structure.name, "vein") ? plain(0x4C5FA8, 0x2B3765, 0.4f, 0.1f)
                                                    : plain(0xC2272D, 0x7A1216, 0.4f, 0.1f);
        case Tissue::Canal:
            return plain(0xE7CF8D, 0xAF9350, 0.25f, 0.2f);
        case Tissue::Muscle:
        case Tissue::Other:
            break;
    }
    return muscle_of(structure);
}

double opacity_of(anatomy::Tissue tissue) {
    if (tissue == anatomy::Tissue::Pleura) return 0.55;
    return tissue == anatomy::Tissue::Peritoneum ? 0.25 : 1.0;
}

render::Color section_color(const anatomy::Structure& structure) {
    if (structure.name == "beyond") return color(0x1D2026);  // not modelled
    if (structure.tissue == anatomy::Tissue::Other) return color(0xB9A79A);
    if (structure.tissue == anatomy::Tissue::Lung) return color(0x54484F);
    if (structure.tissue == anatomy::Tissue::Pleura) return color(0x6FC3E8);
    if (structure.tissue == anatomy::Tissue::Fascia) return color(0xF4F0E6);
    return material_of(structure).color;
}

std::string_view legend_name(anatomy::Tissue tissue) {
    using anatomy::Tissue;
    switch (tissue) {
        case Tissue::Canal:
            return "spinal canal";
        case Tissue::Other:
            return "other";
        default:
            return anatomy::name_of(tissue);
    }
}

}  // namespace dryrun::picture
