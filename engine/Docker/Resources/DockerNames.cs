using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Engine.Providers.Naming;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>The names of containers, networks and volumes.</summary>
internal static partial class DockerNames
{
    private const string Property = "name";
    private const int RandomDigits = 7;

    /// <summary>
    /// Names an object that the program does not name: as before, as the stack's configuration says, else the resource's name, a dash and
    /// seven hexadecimal digits. Equal seeds result in equal names.
    /// </summary>
    public static PropertyMap Assign(CheckRequest request, PropertyMap inputs, List<CheckFailure> failures)
    {
        if (inputs.Find(Property) is { } name && name.RevealSecrets() is not PropertyString { Value: "" })
        {
            return inputs;
        }

        if (request.OldInputs.Find(Property) is { } kept)
        {
            return inputs.SetItem(Property, kept);
        }

        if (request.Autonaming is { Mode: AutonamingMode.Disabled })
        {
            failures.Add(new CheckFailure(Property, "is required, because the stack's configuration disables automatic names"));
            return inputs;
        }

        return inputs.SetItem(Property, request.Autonaming?.ProposedName ?? $"{request.Urn.Name}-{Random(request)}");
    }

    /// <summary>True where a replacement has the old object's name and not a newly generated one, so that both cannot exist.</summary>
    public static bool Excludes(DiffRequest request) =>
        AreEqual(request.OldInputs, request.NewInputs) && !IsGenerated(request.Urn.Name, request.OldInputs);

    /// <summary>True where the new object has the old one's name, so that both cannot exist.</summary>
    public static bool AreEqual(PropertyMap before, PropertyMap after) =>
        Equals(before.Find(Property)?.RevealSecrets(), after.Find(Property)?.RevealSecrets());

    /// <summary>Checks a name.</summary>
    public static IEnumerable<CheckFailure> Check(JsonObject inputs)
    {
        if (inputs.Text(Property) is { Length: > 0 } name && !Valid().IsMatch(name))
        {
            yield return new CheckFailure(
                Property,
                $"'{name}' is not a name for Docker: it consists of letters, digits, '_', '.' and '-', begins with a letter or digit, and "
                    + "has two characters or more"
            );
        }
    }

    /// <summary>True where the name is one that <see cref="Assign"/> generates for the resource: the next one will differ.</summary>
    private static bool IsGenerated(string resource, PropertyMap inputs) =>
        inputs.Find(Property)?.RevealSecrets() is PropertyString { Value: var name }
        && name.Length == resource.Length + 1 + RandomDigits
        && name.StartsWith(resource + "-", StringComparison.Ordinal)
        && name[(resource.Length + 1)..].All(char.IsAsciiHexDigitLower);

    private static string Random(CheckRequest request)
    {
        var hash = request.RandomSeed.IsEmpty
            ? RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes)
            : SHA256.HashData([.. request.RandomSeed.Span, .. Encoding.UTF8.GetBytes(request.Urn.Name)]);
        return Convert.ToHexStringLower(hash)[..RandomDigits];
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
