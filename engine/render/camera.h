// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A camera that orbits a point of the body, and the hand movements that turn it. Dragging follows
// 3D Slicer: left rotates, middle or shift and left pans, right or the wheel zooms.
#pragma once

#include <array>

#include "core/vec3.h"

namespace dryrun::render {

/// Column-major, as OpenGL reads it.
using Matrix4 = std::array<float, 16>;

/// Part of a framebuffer in pixels, origin at its lower left.
struct Viewport {
    int x = 0;
    int y = 0;
    int width = 1;
    int height = 1;
};

struct Camera {
    Vec3 target;                    ///< what it looks at and turns about
    Vec3 forward{0.0, -1.0, 0.0};   ///< unit, from the eye to the target
    Vec3 up{0.0, 0.0, 1.0};         ///< unit, across `forward`
    double view_height = 500.0;     ///< millimetres from the lower to the upper edge at the target
    double field_of_view_deg = 22;  ///< vertical; 0 makes it orthographic
    double depth_reach = 600.0;     ///< what lies this far before or behind the target is drawn
};

Vec3 right_of(const Camera& camera);
Vec3 eye_of(const Camera& camera);  ///< for an orthographic camera: a point well before the scene
Matrix4 projection_view(const Camera& camera, const Viewport& viewport);

/// Where a point is drawn: pixels from the viewport's upper left, and its depth along `forward`
/// from the target.
struct Projected {
    double x = 0.0;
    double y = 0.0;
    double depth = 0.0;
};
Projected project(const Camera& camera, const Viewport& viewport, const Vec3& point);

struct Ray {
    Vec3 origin;
    Vec3 direction;  ///< unit
};
/// Through a pixel, counted from the viewport's upper left.
Ray ray_through(const Camera& camera, const Viewport& viewport, double x, double y);
/// Millimetres a pixel at the target.
double pixel_size(const Camera& camera, const Viewport& viewport);

/// Movements in pixels, y downwards.
void rotate(Camera& camera, const Viewport& viewport, double dx, double dy);
void pan(Camera& camera, const Viewport& viewport, double dx, double dy);
/// Dragging down or turning the wheel towards oneself (negative notches) widens the view.
void zoom_by_drag(Camera& camera, const Viewport& viewport, double dy);
void zoom_by_wheel(Camera& camera, double notches);

}  // namespace dryrun::render
