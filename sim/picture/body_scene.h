// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body and the tools of one moment as a scene to draw: meshes uploaded once, the skin moved
// by what presses on it, needle, guide tube, finger tips and pen marks laid upon it. Used by
// pictures and by the trainer's window.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "picture/layers.h"
#include "render/scene.h"
#include "session/snapshot.h"

namespace dryrun::picture {

/// How a layer is drawn.
struct LayerLook {
    bool is_shown = true;
    double opacity = 1.0;
    /// An opening seen from behind, over `window_of` the scene; only its own side for muscles.
    bool has_window = false;
};

struct SceneLook {
    std::array<LayerLook, kLayerCount> layers;
    bool shows_tools = true;
    bool shows_hidden = false;
    bool shows_canal = true;      ///< dura and canal, with the nerves
    bool opens_covering = false;  ///< broad muscles over the ribs get the opening too
    bool shows_figure = true;     ///< the rest of the person (figure.h), where the skin is shown

    LayerLook& of(Layer layer) { return layers[static_cast<std::size_t>(layer)]; }
    const LayerLook& of(Layer layer) const { return layers[static_cast<std::size_t>(layer)]; }
};
/// Skin with an opening over the right interscapular region, in which the layers step down like
/// on an anatomical plate.
SceneLook plate_look();
/// See-through skin over muscle: what an opening cannot show from the side.
SceneLook side_look();
/// The plate with what a needle is planned by: skin, muscles of the region, bones.
SceneLook planning_look();
/// Skin only: what a therapist sees.
SceneLook skin_look();
/// The given layers; the outer ones see-through when deeper ones are asked for too.
SceneLook look_of(const std::vector<Layer>& layers);

class BodyScene {
  public:
    /// Needs a current context. The atlas must outlive the scene.
    explicit BodyScene(const anatomy::Atlas& atlas,
                       anatomy::Detail detail = anatomy::Detail::Middle);
    ~BodyScene();
    BodyScene(BodyScene&&) noexcept;

    /// Moves the tools, and the skin where `moves_skin` (which costs a solve). Null: nobody touches
    /// the body.
    void set_moment(const session::Snapshot* moment, bool moves_skin = true);
    /// `forward`: where the camera looks, for the order of layers seen from the front.
    render::Scene scene(const SceneLook& look, const Vec3& forward) const;

    /// Where the skin of the region reaches.
    Vec3 low() const;
    Vec3 high() const;
    std::size_t triangle_count() const;

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace dryrun::picture
