using System.Globalization;
using Infra.Engine.Errors;
using Infra.Engine.Projects.Yaml;
using Infra.Engine.Resources;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Policies;

/// <summary>
/// Where users change the resources of a stack: at their service in the stack's file or in a YAML file beside it, such as a catalogue, and
/// at the first line of the stack's file for what belongs to no service. A resource is its service's by its name.
/// </summary>
public sealed class ServicePlaces
{
    private const string Services = "services";
    private const string StackFilePrefix = "Pulumi.";

    private readonly ManifestPlace _stack;
    private readonly Dictionary<string, ManifestPlace> _services = new(StringComparer.Ordinal);

    private ServicePlaces(string stackFile) => _stack = new ManifestPlace(stackFile, 1);

    /// <summary>Reads the places of a stack's services.</summary>
    /// <param name="stackFile">The path of the stack's file, which may not exist.</param>
    public static ServicePlaces Read(string stackFile)
    {
        var places = new ServicePlaces(stackFile);
        places.ReadFile(stackFile);
        if (Path.GetDirectoryName(stackFile) is { } folder && Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Where(IsCatalogue).Order(StringComparer.Ordinal))
            {
                places.ReadFile(file);
            }
        }

        return places;
    }

    /// <summary>Finds the place of a resource.</summary>
    public ManifestPlace Find(Urn urn)
    {
        // The longest name that the resource's begins with: `orders-db` is not a part of `orders`.
        for (var name = urn.IsEmpty ? "" : urn.Name; name.Length > 0; name = name[..Math.Max(name.LastIndexOf('-'), 0)])
        {
            if (_services.TryGetValue(name, out var place))
            {
                return place;
            }
        }

        return _stack;
    }

    private static bool IsCatalogue(string file) => !Path.GetFileName(file).StartsWith(StackFilePrefix, StringComparison.Ordinal);

    private void ReadFile(string file)
    {
        try
        {
            Visit(file, YamlFile.Load(file).Root, depth: 0);
        }
        catch (ConfigurationException)
        {
            // The operation reports it, if the file is one of its own.
        }
    }

    // Services are listed at the top of a catalogue, and below `config` in a stack's file, whose keys have the project before a colon.
    private void Visit(string file, YamlMappingNode? mapping, int depth)
    {
        foreach (var (key, value) in mapping?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>())
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (name[(name.LastIndexOf(':') + 1)..] == Services && value is YamlMappingNode services)
            {
                foreach (var service in services.Children.Keys.OfType<YamlScalarNode>())
                {
                    var line = Convert.ToInt32(service.Start.Line, CultureInfo.InvariantCulture);
                    _services.TryAdd(service.Value ?? "", new ManifestPlace(file, line));
                }
            }
            else if (depth == 0 && value is YamlMappingNode inner)
            {
                Visit(file, inner, depth + 1);
            }
        }
    }
}
