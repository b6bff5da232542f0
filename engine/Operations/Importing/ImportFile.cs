using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.Operations.Importing;

/// <summary>A list of objects to import, in Pulumi's JSON format.</summary>
public sealed record ImportFile
{
    /// <summary>
    /// URNs of resources of the state by the names that <see cref="ImportSpec.Parent"/> and <see cref="ImportSpec.Provider"/> use.
    /// </summary>
    public IReadOnlyDictionary<string, string> NameTable { get; init; } = new Dictionary<string, string>();

    /// <summary>The objects.</summary>
    public IReadOnlyList<ImportSpec> Resources { get; init; } = [];

    /// <summary>The members of the file that have no meaning here.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or is not such a list.</exception>
    public static ImportFile Load(string path)
    {
        try
        {
            return ImportFileReader.Read(File.ReadAllBytes(path));
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line ? $"{path}:{line + 1}" : path;
            throw new ConfigurationException($"{place}: the import file is not valid: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"could not read import file: {error.Message}");
        }
    }

    /// <summary>Creates the list of one object that a command line names.</summary>
    /// <param name="spec">The object, without parent and provider.</param>
    /// <param name="parent"><c>name=URN</c> or a URN; null for the stack.</param>
    /// <param name="provider"><c>name=URN</c> or a URN; null for the default one.</param>
    /// <exception cref="ConfigurationException">Parent or provider is malformed.</exception>
    public static ImportFile Create(ImportSpec spec, string? parent, string? provider)
    {
        var names = new Dictionary<string, string>();
        return new ImportFile
        {
            NameTable = names,
            Resources = [spec with { Parent = Add(names, parent, "parent"), Provider = Add(names, provider, "provider") }],
        };
    }

    private static string Add(Dictionary<string, string> names, string? text, string defaultName)
    {
        if (text is null)
        {
            return "";
        }

        var separator = text.StartsWith("urn:", StringComparison.Ordinal) ? -1 : text.IndexOf('=', StringComparison.Ordinal);
        var (name, urn) = separator < 0 ? (defaultName, text) : (text[..separator], text[(separator + 1)..]);
        if (!Urn.IsValid(urn))
        {
            throw new ConfigurationException($"--{defaultName}: expected `name=URN` or a URN but got '{text}'");
        }

        return names.TryAdd(name, urn)
            ? name
            : throw new ConfigurationException($"provider and parent must have distinct names, both were '{name}'");
    }
}

/// <summary>An object to import.</summary>
public sealed record ImportSpec
{
    /// <summary>The type token, e.g. <c>kubernetes:core/v1:ConfigMap</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>The name of the resource's variable in generated code and, without a logical name, of the resource.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name of the resource.</summary>
    public string LogicalName { get; init; } = "";

    /// <summary>The id of the object, in Kubernetes <c>namespace/name</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name of the parent, in the name table or of another object of the list; "" for the stack.</summary>
    public string Parent { get; init; } = "";

    /// <summary>The name of the provider in the name table; "" for the default one.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The version of the default provider; "" for any.</summary>
    public string Version { get; init; } = "";

    /// <summary>The inputs to take; empty for all.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>True for a component, which has no object.</summary>
    public bool Component { get; init; }

    /// <summary>The members that have no meaning here.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];
}
