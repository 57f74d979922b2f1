// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
in vec2 v_place;

uniform sampler2D u_picture;

out vec4 o_color;

void main() {
    o_color = texture(u_picture, v_place);
}
