using Infra.Engine.Operations.Rendering;
using Infra.Kubernetes;
using Infra.Protocol.Values;

namespace Infra.Engine.Images.Inventory;

/// <summary>
/// Finds the images that rendered resources name: containers and image volumes of pods wherever a pod's fields appear, the fields of custom
/// resources that are called after an image, and containers of Docker.
/// </summary>
internal sealed class ImageInventory
{
    private const string RelatedImage = "RELATED_IMAGE_";
    private const string ImageOption = "image=";

    /// <summary>Kinds whose fields are data, not the description of pods.</summary>
    private static readonly string[] DataKinds = ["ConfigMap", "Secret", "CustomResourceDefinition"];

    private static readonly string[] Commands = ["command", "args"];

    private readonly SortedDictionary<string, (ImageReference Reference, SortedSet<string> Users)> _images = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    /// <summary>Finds the images.</summary>
    /// <param name="resources">The rendered resources of a stack.</param>
    /// <param name="additional">Images that no resource names.</param>
    public static StackImages Read(IEnumerable<RenderedResource> resources, IEnumerable<ImageReference> additional)
    {
        var inventory = new ImageInventory();
        foreach (var resource in resources)
        {
            inventory.Read(resource);
        }

        foreach (var image in additional)
        {
            inventory.Add(image, "additional");
        }

        return new StackImages(
            [.. inventory._images.Values.Select(image => new StackImage(image.Reference, [.. image.Users]))],
            inventory._problems
        );
    }

    private void Read(RenderedResource resource)
    {
        var name = resource.Urn.Name;
        switch (resource.Type.Split(':'))
        {
            case ["docker", _, "Container"]:
                Add(resource.Inputs.Find("image"), $"docker container {name}");
                break;
            case ["docker", _, "RemoteImage" or "RegistryImage"]:
                Add(resource.Inputs.Find("name"), $"docker image {name}");
                break;
            case ["kubernetes", var version, var kind] when !DataKinds.Contains(kind):
                ReadObject(new PropertyObject(resource.Inputs), $"{kind} {NameOf(resource)}", IsCustom(version));
                break;
            default:
                break;
        }
    }

    private void ReadObject(PropertyObject value, string user, bool isCustom)
    {
        foreach (var (key, child) in value.Properties)
        {
            switch (key, child)
            {
                case ("containers" or "initContainers" or "ephemeralContainers", PropertyArray list):
                    ReadContainers(list, user, isCustom);
                    break;
                case ("volumes", PropertyArray volumes):
                    ReadVolumes(volumes, user, isCustom);
                    break;
                case (_, PropertyString text) when isCustom && IsImageField(key) && ImageReference.TryParse(text.Value, out var image):
                    Add(image, $"{user}, {key}");
                    break;
                default:
                    Descend(child, user, isCustom);
                    break;
            }
        }
    }

    private void ReadContainers(PropertyArray list, string user, bool isCustom)
    {
        foreach (var element in list.Elements)
        {
            if (element is not PropertyObject container)
            {
                continue;
            }

            var at = $"{user}, container {(container.Properties.Find("name") as PropertyString)?.Value ?? "?"}";
            if (container.Properties.Find("image") is { } image)
            {
                Add(image, at);
            }

            ReadEnvironment(container, at);
            ReadArguments(container, at);
            ReadObject(new PropertyObject(container.Properties.Remove("image")), at, isCustom);
        }
    }

    /// <summary>Operators receive the images they start in variables of this name.</summary>
    private void ReadEnvironment(PropertyObject container, string user)
    {
        foreach (var variable in (container.Properties.Find("env") as PropertyArray)?.Elements.OfType<PropertyObject>() ?? [])
        {
            if (
                variable.Properties.Find("name") is PropertyString { Value: var name }
                && name.StartsWith(RelatedImage, StringComparison.Ordinal)
                && variable.Properties.Find("value") is { } image
            )
            {
                Add(image, $"{user}, {name}");
            }
        }
    }

    /// <summary>
    /// Controllers receive the images they start in options that are called after an image; without a tag or digest, a value may be
    /// anything.
    /// </summary>
    private void ReadArguments(PropertyObject container, string user)
    {
        foreach (var key in Commands)
        {
            foreach (var argument in (container.Properties.Find(key) as PropertyArray)?.Elements.OfType<PropertyString>() ?? [])
            {
                var value = argument.Value.IndexOf('=', StringComparison.Ordinal) + 1;
                if (
                    argument.Value is ['-', '-', ..]
                    && argument.Value[..value].EndsWith(ImageOption, StringComparison.OrdinalIgnoreCase)
                    && ImageReference.TryParse(argument.Value[value..], out var image)
                    && image.HasVersion
                )
                {
                    Add(image, $"{user}, {argument.Value[..(value - 1)]}");
                }
            }
        }
    }

    private void ReadVolumes(PropertyArray volumes, string user, bool isCustom)
    {
        foreach (var volume in volumes.Elements.OfType<PropertyObject>())
        {
            if (volume.Properties.Find("image") is PropertyObject source && source.Properties.Find("reference") is { } image)
            {
                Add(image, $"{user}, volume {(volume.Properties.Find("name") as PropertyString)?.Value ?? "?"}");
            }
            else
            {
                Descend(volume, user, isCustom);
            }
        }
    }

    private void Descend(PropertyValue value, string user, bool isCustom)
    {
        switch (value)
        {
            case PropertyObject map:
                ReadObject(map, user, isCustom);
                break;
            case PropertyArray array:
                foreach (var element in array.Elements)
                {
                    Descend(element, user, isCustom);
                }

                break;
            case PropertySecret secret:
                Descend(secret.Value, user, isCustom);
                break;
            default:
                break;
        }
    }

    private void Add(PropertyValue? value, string user)
    {
        switch (value)
        {
            case PropertyString { Value: var text } when ImageReference.TryParse(text, out var image):
                Add(image, user);
                break;
            case PropertyString { Value: var text }:
                _problems.Add($"{user}: '{text}' is not a container image: write registry/repository:tag");
                break;
            case PropertySecret:
                _problems.Add($"{user}: the image is a secret and is not listed");
                break;
            case PropertyUnknown or PropertyOutput:
                _problems.Add($"{user}: the image is known only after a deployment");
                break;
            default:
                break;
        }
    }

    private void Add(ImageReference image, string user)
    {
        var reference = image.Normalize();
        var name = reference.ToString();
        if (!_images.TryGetValue(name, out var found))
        {
            _images[name] = found = (reference, new SortedSet<string>(StringComparer.Ordinal));
        }

        found.Users.Add(user);
    }

    private static bool IsImageField(string key) =>
        key is "image" or "imageName"
        || key.EndsWith("Image", StringComparison.Ordinal)
        || key.EndsWith("ImageName", StringComparison.Ordinal);

    /// <summary>Whether the group of a type token's version is one that Kubernetes itself does not have.</summary>
    private static bool IsCustom(string version)
    {
        var group = version.Split('/')[0];
        return group.Contains('.', StringComparison.Ordinal) && !group.EndsWith(".k8s.io", StringComparison.Ordinal);
    }

    private static string NameOf(RenderedResource resource)
    {
        var metadata = resource.Inputs.Find("metadata") as PropertyObject;
        var name = (metadata?.Properties.Find("name") as PropertyString)?.Value ?? resource.Urn.Name;
        return metadata?.Properties.Find("namespace") is PropertyString scope ? $"{scope.Value}/{name}" : name;
    }
}
