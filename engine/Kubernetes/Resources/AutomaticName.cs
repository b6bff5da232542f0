using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Providers.Naming;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Generates names for objects without one.</summary>
internal static class AutomaticName
{
    private const int RandomDigits = 8;

    /// <summary>True if the object has a name, which may be unknown.</summary>
    public static bool IsNamed(JsonObject manifest) => manifest.Text("metadata", "name") is { Length: > 0 };

    /// <summary>True if the server generates the name.</summary>
    public static bool IsGenerated(JsonObject manifest) =>
        !IsNamed(manifest) && manifest.Text("metadata", "generateName") is { Length: > 0 };

    /// <summary>True if <see cref="TryAssign"/> generated the name.</summary>
    public static bool IsAutomatic(JsonObject manifest) => Annotations.IsTrue(manifest, Annotations.Autonamed);

    /// <summary>
    /// Names the object if it has no name, and annotates it: as the stack's configuration says, else
    /// <c>&lt;resource name&gt;-&lt;8 hex digits&gt;</c>. Equal seeds result in equal names.
    /// </summary>
    /// <returns>False where the object has no name and automatic names are disabled.</returns>
    public static bool TryAssign(JsonObject manifest, string resourceName, ReadOnlySpan<byte> seed, Autonaming? naming)
    {
        if (IsNamed(manifest) || IsGenerated(manifest))
        {
            return true;
        }

        if (naming is { Mode: AutonamingMode.Disabled })
        {
            return false;
        }

        Set(manifest, naming?.ProposedName ?? $"{resourceName}-{Random(seed, resourceName)}");
        return true;
    }

    /// <summary>Keeps the generated name of the old object if the program still sets none.</summary>
    public static void Keep(JsonObject manifest, JsonObject oldInputs)
    {
        if (!IsNamed(manifest) && IsAutomatic(oldInputs))
        {
            Set(manifest, oldInputs.Name());
        }
    }

    private static void Set(JsonObject manifest, string name)
    {
        manifest.SetMetadata("name", name);
        manifest.SetAnnotation(Annotations.Autonamed, "true");
    }

    private static string Random(ReadOnlySpan<byte> seed, string resourceName)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (seed.IsEmpty)
        {
            RandomNumberGenerator.Fill(hash);
        }
        else
        {
            SHA256.HashData([.. seed, .. Encoding.UTF8.GetBytes(resourceName)], hash);
        }

        return Convert.ToHexStringLower(hash)[..RandomDigits];
    }
}
