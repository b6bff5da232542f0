namespace Infra.Engine.Resources;

/// <summary>The type tokens of provider resources: <c>pulumi:providers:&lt;package&gt;</c>.</summary>
internal static class ProviderType
{
    private const string Prefix = "pulumi:providers:";

    public static bool IsProvider(string type) => type.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The package a provider resource is for.</summary>
    public static string PackageOf(string providerType) => providerType[Prefix.Length..];

    /// <summary>The type of a package's provider resource.</summary>
    public static string For(string package) => Prefix + package;

    /// <summary>The package a resource's type belongs to: <c>kubernetes</c> for <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public static string PackageOfResource(string type) => type[..Math.Max(0, type.IndexOf(':', StringComparison.Ordinal))];
}
