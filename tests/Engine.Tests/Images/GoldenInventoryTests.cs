using System.Runtime.CompilerServices;
using Infra.Engine.Images.Inventory;
using Infra.Engine.Operations.Rendering;
using Infra.Engine.Resources;
using Infra.Kubernetes;
using Infra.Protocol.Values;
using YamlDotNet.Serialization;

namespace Engine.Tests.Images;

/// <summary>The images of everything that the program declares in the golden plans: all stacks, stores, operators and clusters.</summary>
public sealed class GoldenInventoryTests
{
    private static readonly string[] Fields = ["image", "imageName", "reference"];

    public static TheoryData<string> Plans =>
        [.. Directory.GetFiles(Folder(), "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Plans))]
    public void Read_AGoldenPlan_ListsEveryTextThatIsAnImage(string file)
    {
        var resources = File.ReadAllText(Path.Combine(Folder(), file)).Split("\n---\n")[1..].Select(ReadResource).ToArray();

        var listed = ImageInventory.Read(resources, []).Images.Select(image => image.Reference.ToString()).ToHashSet();

        Assert.NotEmpty(resources);
        Assert.Equal([], resources.Where(HasImages).SelectMany(FindImages).Distinct().Except(listed));
    }

    // Data is not interpreted, and an image that is built is listed where a container names it.
    private static bool HasImages(RenderedResource resource) =>
        resource.Type.Split(':')[^1] is not ("ConfigMap" or "Secret" or "CustomResourceDefinition" or "Image");

    /// <summary>Texts that can be nothing else: names with a path and a tag or digest, and those of fields for images.</summary>
    private static IEnumerable<string> FindImages(RenderedResource resource) => FindImages(new PropertyObject(resource.Inputs), "");

    private static IEnumerable<string> FindImages(PropertyValue value, string field) =>
        value switch
        {
            PropertyObject map => map.Properties.SelectMany(member => FindImages(member.Value, member.Key)),
            PropertyArray list => list.Elements.SelectMany(element => FindImages(element, field)),
            PropertyString { Value: var text } => FindImage(text, field),
            _ => [],
        };

    private static IEnumerable<string> FindImage(string text, string field)
    {
        var start = text.StartsWith("--", StringComparison.Ordinal) ? text.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        return
            ImageReference.TryParse(text[start..], out var image)
            && image.HasVersion
            && (image.Name.Contains('/', StringComparison.Ordinal) || Fields.Contains(field))
            ? [image.Normalize().ToString()]
            : [];
    }

    private static RenderedResource ReadResource(string document)
    {
        var parts = document.Split('\n', 2);
        var (type, name) = parts[0][2..].Split("::") is [var first, .., var last] ? (first, last) : throw new FormatException(parts[0]);
        var inputs = new Deserializer().Deserialize<object?>(parts.Length > 1 ? parts[1] : "");
        return new RenderedResource(
            new Urn($"urn:pulumi:dev::shop::{type}::{name}"),
            type,
            inputs is null ? PropertyMap.Empty : ((PropertyObject)Convert(inputs)).Properties
        );
    }

    private static PropertyValue Convert(object? node) =>
        node switch
        {
            Dictionary<object, object> map => new PropertyObject(
                PropertyMap.From(map.Select(member => KeyValuePair.Create((string)member.Key, Convert(member.Value))))
            ),
            List<object> list => new PropertyArray([.. list.Select(Convert)]),
            _ => new PropertyString((string?)node ?? ""),
        };

    private static string Folder([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "Infra.Tests", "Golden");
}
