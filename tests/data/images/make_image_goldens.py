#!/usr/bin/env python3
"""Writes what Pillow's resize and transformers make of small images.

resized.safetensors
  image                     (height, width, 3) int32, 0 to 255
  <filter>.<height>x<width> (height, width, 3) int32, Image.resize with that filter
preprocessed.safetensors
  image                     as above
  <name>                    (3, height, width) float32, the pixel_values of the image processor
                            that preprocessor_configs.json has under that name
preprocessor_configs.json   name: {"model_type": …, "config": a preprocessor_config.json}
picture.png, picture.webp   (29, 37) of the same pixels
turned.jpg                  (8, 16), black at the left and white at the right, and an Exif
                            orientation that turns it by a quarter to the right
picture.safetensors         picture.png through the image processor and the model of DEIT_DIR, a
                            folder of tests/data/models, whose preprocessor_config.json it writes:
  pixel_values (3, height, width), attention.<l> (heads, n, n), hidden.<l> (n, d_model)

Made with Pillow, torch and transformers (its processors of Pillow's kind).

Usage: make_image_goldens.py OUT_DIR DEIT_DIR
"""
import json
import os
import sys
import tempfile

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import DeiTModel
from transformers.models.deit.image_processing_pil_deit import DeiTImageProcessorPil
from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

FILTERS = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"]
# Smaller, larger, one side alone, both ways at once, and the least.
SIZES = [(8, 8), (40, 31), (23, 9), (11, 17), (50, 5), (7, 40), (1, 1)]
PROCESSORS = {"vit": ViTImageProcessorPil, "deit": DeiTImageProcessorPil}


def picture(height, width, seed):
    """Smooth colours, sharp edges and noise; pixels of 0 and 255, where rounding overshoots."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    pixels = np.stack([255 * x / (width - 1), 255 * y / (height - 1), 255 * ((x // 3 + y // 2) % 2)], axis=-1)
    noisy = random.random((height, width, 1)) < 0.3
    pixels = np.where(noisy, random.integers(0, 256, (height, width, 3)), pixels)
    return pixels.round().astype(np.uint8)


def whole(pixels):
    return torch.from_numpy(pixels.astype(np.int32))


def configs():
    half = [0.5, 0.5, 0.5]
    yield "vit", "vit", dict(do_normalize=True, do_resize=True, image_mean=half, image_std=half, resample=2,
                             size=dict(height=12, width=12), image_processor_type="ViTImageProcessor",
                             do_rescale=True, rescale_factor=0.00392156862745098)
    yield "vit_of_old", "vit", dict(feature_extractor_type="ViTFeatureExtractor", do_normalize=True, do_resize=True,
                                    image_mean=half, image_std=half, resample=2, size=9)
    yield "deit_of_old", "deit", dict(feature_extractor_type="DeiTFeatureExtractor", crop_size=10,
                                      do_center_crop=True, do_normalize=True, do_resize=True, resample=3, size=13,
                                      image_mean=[0.485, 0.456, 0.406], image_std=[0.229, 0.224, 0.225])
    yield "shortest_edge", "vit", dict(size=dict(shortest_edge=11), resample=1, do_center_crop=True,
                                       crop_size=dict(height=8, width=9), image_processor_type="ViTImageProcessorFast")
    yield "cropped_beyond_the_edges", "deit", dict(do_resize=False, crop_size=dict(height=28, width=12))
    yield "not_normalized", "vit", dict(size=[6, 14], do_normalize=False, rescale_factor=0.01, resample=0)
    yield "not_rescaled", "vit", dict(size=dict(height=7, width=7), do_rescale=False, image_mean=100.5, image_std=50)
    yield "untouched", "vit", dict(do_resize=False, do_rescale=False, do_normalize=False)
    yield "deit_defaults", "deit", dict(size=dict(height=20, width=20), crop_size=dict(height=16, width=16))
    yield "vit_defaults", "vit", dict(size=dict(height=16, width=16), do_center_crop=None)


def write_picture(out, deit):
    picture_file = os.path.join(out, "picture.png")
    Image.fromarray(picture(29, 37, 2)).save(picture_file)
    Image.open(picture_file).save(os.path.join(out, "picture.webp"), lossless=True)
    turned = np.zeros((8, 16, 3), np.uint8)
    turned[:, 8:] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(turned).save(os.path.join(out, "turned.jpg"), quality=95, exif=exif)

    DeiTImageProcessorPil(size=dict(height=21, width=21), crop_size=dict(height=18, width=18),
                          image_mean=[0.485, 0.456, 0.406], image_std=[0.229, 0.224, 0.225]).save_pretrained(deit)
    processor = DeiTImageProcessorPil.from_pretrained(deit)
    model = DeiTModel.from_pretrained(deit, attn_implementation="eager").eval()
    inputs = processor(Image.open(picture_file), return_tensors="pt")
    with torch.no_grad():
        outputs = model(**inputs, output_attentions=True, output_hidden_states=True)
    tensors = {"pixel_values": inputs["pixel_values"][0]}
    tensors.update({f"attention.{l}": a[0] for l, a in enumerate(outputs.attentions)})
    tensors.update({f"hidden.{l}": h[0] for l, h in enumerate(outputs.hidden_states)})
    save_file({k: v.clone().contiguous() for k, v in tensors.items()}, os.path.join(out, "picture.safetensors"))


def main():
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    pixels = picture(23, 17, 1)
    image = Image.fromarray(pixels)
    resized = {"image": pixels}
    for code, name in enumerate(FILTERS):
        for height, width in SIZES:
            resized[f"{name}.{height}x{width}"] = np.array(image.resize((width, height), resample=code))
    save_file({name: whole(pixels) for name, pixels in resized.items()}, os.path.join(out, "resized.safetensors"))

    expected, written = {"image": whole(pixels)}, {}
    for name, model_type, config in configs():
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "preprocessor_config.json"), "w") as file:
                json.dump(config, file)
            processor = PROCESSORS[model_type].from_pretrained(folder)
        values = processor(image, return_tensors="np")["pixel_values"][0]
        expected[name] = torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))
        written[name] = dict(model_type=model_type, config=config)
        print(f"{name:26} {values.shape} {values.dtype} {values.min():.4f} to {values.max():.4f}")
    save_file(expected, os.path.join(out, "preprocessed.safetensors"))
    with open(os.path.join(out, "preprocessor_configs.json"), "w") as file:
        json.dump(written, file, indent=1)
        file.write("\n")
    write_picture(out, sys.argv[2])


if __name__ == "__main__":
    main()
