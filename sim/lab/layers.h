// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Tissue as an experiment names it: layers from the skin down, what lies under them, how far they
// go; and a mesh of it that is fine under a load and coarse far away.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/json.h"
#include "lab/material.h"
#include "softbody/solid.h"

namespace dryrun::lab {

struct Layer {
    std::string name;
    double thickness = 10.0;
    Material material;
};

struct Layers {
    std::vector<Layer> layers;
    bool is_deep = false;          ///< the last one goes on without end; else it is bonded below
    std::optional<double> width;   ///< of a square block with fixed sides; else without end
    double stiffness_scale = 1.0;  ///< on every brick (softbody/scale.h)

    double thickness() const;
    bool is_isotropic() const;
    /// Whether every fibre runs along x or y, so that what the load mirrors the tissue mirrors too.
    bool is_mirrored() const;
};
/// `more`, where given, reads what else an experiment wants of each layer.
Layers read_layers(JsonReader& request, const std::function<void(JsonReader&)>& more = {});

/// From 0 to `length` in so many cells.
std::vector<double> even(double length, int cells);

/// Between which of two or more rising planes a place lies, and how far beyond the first of them;
/// outside them all, at the outermost.
struct Between {
    std::size_t first = 0;
    double share = 0.0;
};
Between between(const std::vector<double>& planes, double at);

/// How fine a mesh is: cells of `finest` at the place of the load, growing by `growth` of their
/// distance from it, and faster beyond `near`.
struct Grading {
    double finest = 0.5;
    double growth = 0.15;
    double near = 1e300;
    double far_growth = 0.5;

    double size(double away) const;
};
/// Points from `from` to `to`, cells growing with the distance from `focus`, which is one of the
/// points if it lies between.
std::vector<double> graded(double from, double to, double focus, const Grading& grading);
/// From 0 to `to`: so many even cells up to `fine`, and growing ones beyond.
std::vector<double> even_then_graded(double fine, int cells, double to, const Grading& beyond);

/// A layer without end ends this many times as far down as the load is wide, or deep: what holds it
/// there stiffens a punch by 0.1 %.
inline constexpr double kAsGoodAsEndless = 1000.0;

/// Tissue under a load on the z axis that is the same all round it or mirrors in x and y: a thin
/// wedge, or the quarter x, y > 0 of a box.
struct LayeredMesh {
    softbody::Solid solid;
    std::vector<softbody::Hold> holds;        ///< base, sides and planes of symmetry
    std::vector<std::array<int, 4>> surface;  ///< faces of the skin, counter-clockwise from above
    double whole = 4.0;                       ///< how often the mesh goes into the whole
};
/// `radii` from the axis out, or from a wire on it that the tissue cannot move into; isotropic
/// layers only. `reach`: how wide the load is, or how deep; a deep layer goes on for many times
/// that. `depths`: where besides the skin the mesh is to be fine; each is a plane of nodes.
LayeredMesh wedge_mesh(const Layers& layers, const std::vector<double>& radii,
                       const Grading& downwards, double reach,
                       const std::vector<double>& depths = {});
/// Planes of a box along x or y. A half begins at zero, and mirrors there.
struct Cuts {
    std::vector<double> at;
    bool is_half = false;
};
/// A box of layers, fixed at its sides. `depths` and `reach` as in quarter_mesh().
LayeredMesh box_mesh(const Layers& layers, const Cuts& xs, const Cuts& ys, const Grading& downwards,
                     double reach, const std::vector<double>& depths = {});
/// How a load on the axis mirrors in the planes of a quarter box: across the skin along x or y, or
/// along z.
enum class Along : std::uint8_t { X, Y, Z };
/// `reach`: of what is looked at, from which it follows where a deep layer may end.
LayeredMesh quarter_mesh(const Layers& layers, const std::vector<double>& across,
                         const Grading& downwards, double reach,
                         const std::vector<double>& depths = {}, Along along = Along::Z);

/// How one box of layers has moved, told for the nodes of another of the same layers: linear
/// between its planes. Three numbers a node.
std::vector<double> carried_over(const LayeredMesh& from, std::span<const double> displacement,
                                 const LayeredMesh& to);

}  // namespace dryrun::lab
