using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Names for objects whose program gives them none.</summary>
internal static class AutomaticName
{
    private const int RandomDigits = 8;

    /// <summary>Whether the object has a name, be it one that is not known yet.</summary>
    public static bool IsNamed(JsonObject manifest) => manifest.Text("metadata", "name") is { Length: > 0 };

    /// <summary>Whether the server is to make the name.</summary>
    public static bool IsGenerated(JsonObject manifest) =>
        !IsNamed(manifest) && manifest.Text("metadata", "generateName") is { Length: > 0 };

    /// <summary>Whether the name was made by <see cref="Assign"/>.</summary>
    public static bool IsAutomatic(JsonObject manifest) => Annotations.IsTrue(manifest, Annotations.Autonamed);

    /// <summary>Names an unnamed object <c>&lt;resource name&gt;-&lt;8 hex digits&gt;</c> and marks it. The same seed gives the same name.</summary>
    public static void Assign(JsonObject manifest, string resourceName, ReadOnlySpan<byte> seed)
    {
        if (IsNamed(manifest) || IsGenerated(manifest))
        {
            return;
        }

        Set(manifest, $"{resourceName}-{Random(seed, resourceName)}");
    }

    /// <summary>Keeps the automatic name an object had before, where the program still gives it none.</summary>
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
