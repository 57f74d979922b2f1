// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// All surfaces as closed meshes (sheet_mesh.h, sweep.h), as fine as each level of detail wants.
#include <memory>
#include <utility>
#include <vector>

#include "anatomy/model.h"
#include "anatomy/sheet_mesh.h"
#include "anatomy/tubes.h"
#include "geometry/simplify.h"
#include "geometry/sweep.h"

namespace dryrun::anatomy {
namespace {

// Of the nets, and what is left of bones.
struct Fineness {
    NetFineness skin;
    NetFineness fat;
    NetFineness chest;  ///< lung, pleura and what lies between the ribs
    NetFineness peritoneum;
    NetFineness sheet;
    double bone_share = 1.0;
    double bone_error = 0.0;  ///< by which a bone with fewer triangles may differ
    int round = 6;            ///< sides of a tube
    int thin_round = 4;       ///< the same of one that is as thin as a nerve
    /// Whether sheets lie on one net, which wants more triangles where they are many; else each on
    /// its own, where neighbours cross by as much as their surfaces bow.
    bool shares_net = true;
};

// Skin has no large triangles: light and shade in its folds show them.
Fineness fineness_of(Detail detail) {
    Fineness fineness;
    switch (detail) {
        case Detail::Coarse:
            fineness.skin = {.finest = 16.0, .edge = 16.0, .coarsest = 16.0, .bow = 2.0};
            fineness.fat = {.finest = 16.0, .edge = 16.0, .bow = 2.0};
            fineness.chest = {.finest = 32.0, .edge = 32.0, .bow = 4.0};
            fineness.peritoneum = fineness.chest;
            fineness.sheet = {.finest = 16.0, .edge = 32.0, .bow = 3.0};
            fineness.bone_share = 0.11;
            fineness.bone_error = 1.5;
            fineness.round = 4;
            fineness.shares_net = false;
            break;
        case Detail::Middle:
            fineness.skin = {
                .finest = 4.0, .edge = 8.0, .coarsest = 8.0, .bow = 0.5, .turned = 2.0};
            fineness.fat = {.finest = 4.0, .edge = 8.0, .bow = 0.9, .turned = 2.0};
            fineness.chest = {.finest = 8.0, .edge = 16.0, .bow = 3.5, .turned = 2.0};
            fineness.peritoneum = {.finest = 8.0, .edge = 8.0, .bow = 4.0};
            fineness.sheet = {
                .finest = 4.0, .edge = 8.0, .bow = 1.3, .turned = 2.0, .draws_tendons = true};
            fineness.bone_share = 0.35;
            fineness.bone_error = 0.45;
            fineness.round = 6;
            fineness.shares_net = true;
            break;
        case Detail::Fine:
            fineness.skin = {
                .finest = 4.0, .edge = 8.0, .coarsest = 8.0, .bow = 0.25, .turned = 2.0};
            fineness.fat = {.finest = 4.0, .edge = 8.0, .bow = 0.4, .turned = 2.0};
            fineness.chest = {.finest = 2.0, .edge = 16.0, .bow = 0.42, .turned = 1.0};
            fineness.peritoneum = {.finest = 16.0, .edge = 16.0, .bow = 2.0};
            fineness.sheet = {.finest = 1.0, .edge = 8.0, .bow = 0.27};
            fineness.bone_share = 0.6;
            fineness.bone_error = 0.05;
            fineness.round = 9;
            fineness.thin_round = 9;
            fineness.shares_net = false;
            break;
    }
    fineness.skin.is_cover = fineness.fat.is_cover = true;
    return fineness;
}

void set_both(ModelMeshes& meshes, const Sided& names, Mesh right) {
    meshes.of[static_cast<std::size_t>(names.left)] = mirrored(right);
    meshes.of[static_cast<std::size_t>(names.right)] = std::move(right);
}

void add_deep_parts(const BackModel& model, PartBits parts, const NetFineness& fineness,
                    ModelMeshes& meshes) {
    const ChartLattice lattice(model, parts, fineness);
    const ChartNet net = lattice.net_of(parts);
    for (std::size_t p = 0; p < model.deep.size(); ++p) {
        const int number = static_cast<int>(p);
        if ((parts & one_part(bit_of_deep(number))) == 0) continue;
        set_both(meshes, model.deep[p].names, deep_mesh(model, lattice, net, number));
    }
}

void add_deep_parts(const BackModel& model, const Fineness& fineness, ModelMeshes& meshes) {
    PartBits chest = 0;
    PartBits peritoneum = 0;
    for (std::size_t p = 0; p < model.deep.size(); ++p) {
        const Tissue tissue = model.structure(model.deep[p].names.right).tissue;
        if (tissue == Tissue::Other) continue;
        (tissue == Tissue::Peritoneum ? peritoneum : chest) |=
            one_part(bit_of_deep(static_cast<int>(p)));
    }
    add_deep_parts(model, chest, fineness.chest, meshes);
    add_deep_parts(model, peritoneum, fineness.peritoneum, meshes);
}

void add_sheets(const BackModel& model, const Fineness& fineness, ModelMeshes& meshes) {
    PartBits parts = 0;
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k)
        if (model.layers[k].footprint) parts |= one_part(bit_of_layer(static_cast<int>(k)));
    const ChartLattice lattice(model, parts, fineness.sheet);
    ChartNet net;
    if (fineness.shares_net) net = lattice.net_of(parts);
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k) {
        const Layer& layer = model.layers[k];
        if (!layer.footprint) continue;
        const int surface = static_cast<int>(k);
        if (!fineness.shares_net) net = lattice.net_of(one_part(bit_of_layer(surface)));
        Mesh mesh = sheet_mesh(model, lattice, net, surface);
        if (mesh.triangles.empty()) continue;
        set_both(meshes, layer.names, std::move(mesh));
        meshes.sheet_structures.push_back(layer.names.right);
        meshes.sheet_structures.push_back(layer.names.left);
    }
}

}  // namespace

ModelMeshes build_meshes(const BackModel& model, Detail detail) {
    const Fineness fineness = fineness_of(detail);
    ModelMeshes meshes;
    meshes.of.resize(model.structures.size());
    for (const Structure& structure : model.structures) {
        meshes.is_shown.push_back(structure.tissue != Tissue::Other);
    }
    for (std::size_t b = 0; b < model.bone_structures.size(); ++b) {
        const Mesh& bone = model.skeleton.bones[b].mesh();
        meshes.of[static_cast<std::size_t>(model.bone_structures[b])] =
            fineness.bone_share < 1.0 ? simplified(bone, fineness.bone_share, fineness.bone_error)
                                      : bone;
    }
    add_deep_parts(model, fineness, meshes);
    add_sheets(model, fineness, meshes);
    // Fat on a net of its own: it is as thick as its triangles bow.
    for (const int surface : {model.skin_surface(), model.skin_surface() - 1}) {
        const bool is_skin = surface == model.skin_surface();
        const Layer& layer = model.layers[static_cast<std::size_t>(surface)];
        meshes.of[static_cast<std::size_t>(layer.names.right)] =
            cover_mesh(model, is_skin ? fineness.skin : fineness.fat, surface);
    }
    for (const Tube& tube : model.tubes) {
        constexpr double kThin = 3.0;
        const bool is_thin = tube.radius < kThin * model.scale;
        const std::vector<double> radii(tube.path.size(), tube.radius);
        meshes.of[static_cast<std::size_t>(tube.structure)] =
            dryrun::tube(tube.path, radii, is_thin ? fineness.thin_round : fineness.round);
    }
    if (detail == Detail::Middle) {
        std::vector<const Mesh*> sheets;
        for (const StructureId id : meshes.sheet_structures)
            sheets.push_back(&*meshes.of[static_cast<std::size_t>(id)]);
        meshes.sheets = std::make_unique<const BoneWorld>(sheets);
    }
    return meshes;
}

}  // namespace dryrun::anatomy
