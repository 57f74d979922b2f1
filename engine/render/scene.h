// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What is drawn: shaded meshes, lines in space and marks on the picture. Plain data.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/vec3.h"
#include "render/gpu_mesh.h"
#include "render/image.h"

namespace dryrun::render {

/// sRGB, 0 to 1.
struct Color {
    float r = 1.0f;
    float g = 1.0f;
    float b = 1.0f;
    float a = 1.0f;
};

/// How a surface takes the light.
struct Material {
    Color color{0.8f, 0.8f, 0.8f, 1.0f};
    Color groove{0.4f, 0.2f, 0.2f, 1.0f};  ///< between fibres, in pits
    float fibre_strength = 0.0f;           ///< 0: smooth, 1: clearly striped
    float fibre_period = 2.2f;             ///< millimetres from one bundle to the next
    float tone_variation = 0.0f;           ///< slow variation of tone over the surface, 0 to 1
    float gloss = 0.15f;
    float softness = 0.3f;  ///< how far light wraps round (skin)
    float rim = 0.25f;      ///< brighter where seen at a grazing angle
};

/// An opening with a soft edge: an upright rounded rectangle seen along `axis`, right through.
struct Cutaway {
    Vec3 centre;
    Vec3 axis{0.0, 1.0, 0.0};
    Vec3 up{0.0, 0.0, 1.0};
    double half_width = 80.0;
    double half_height = 100.0;
    double opacity_inside = 0.0;
    double edge = 0.12;  ///< width of the soft edge, as a part of the half sizes
};

struct MeshItem {
    std::shared_ptr<const GpuMesh> mesh;
    Material material;
    double opacity = 1.0;
    int layer = 0;  ///< transparent layers are drawn from the lowest number to the highest
    std::optional<Cutaway> cutaway;
    bool draws_back_faces = false;  ///< for open surfaces
    double hidden_opacity = 0.0;    ///< how much of it shows through what hides it
};

/// A straight round bar; as wide as it is, but never thinner than `least_px` on the picture.
struct Bar {
    Vec3 from;
    Vec3 to;
    double radius = 0.15;
    double least_px = 1.5;
    Color color;
    float hidden_opacity = 0.0f;  ///< how much of it shows through what hides it
    float metal = 0.0f;           ///< 0: flat colour, 1: lit like a polished rod
};

struct Scene {
    Color background_top{0.13f, 0.15f, 0.18f, 1.0f};
    Color background_bottom{0.05f, 0.06f, 0.08f, 1.0f};
    std::vector<MeshItem> meshes;
    std::vector<Bar> bars;
};

/// A box, or a stroke with round ends, on the picture; pixels from the upper left.
struct FlatBox {
    float from_x = 0.0f;
    float from_y = 0.0f;
    float to_x = 0.0f;
    float to_y = 0.0f;
    float half_width = 1.0f;
    float corner = 1.0f;  ///< radius; equal to half_width for a stroke
    Color color;
};

struct Overlay {
    struct Picture {
        Image image;
        float x = 0.0f;
        float y = 0.0f;
        float width = 0.0f;
        float height = 0.0f;
    };
    std::vector<Picture> pictures;  ///< below the boxes
    std::vector<FlatBox> boxes;     ///< in the order they are drawn
};

void add_stroke(Overlay& overlay, float from_x, float from_y, float to_x, float to_y, float width,
                const Color& color);
void add_plate(Overlay& overlay, float x, float y, float width, float height, float corner,
               const Color& color);

enum class Align { Left, Centre, Right };
/// `height` is that of a capital letter; `y` its baseline. UTF-8; a sign without a glyph is a
/// small box.
void add_text(Overlay& overlay, std::string_view text, float x, float y, float height,
              const Color& color, Align align = Align::Left);
float text_width(std::string_view text, float height);

}  // namespace dryrun::render
