namespace Infra.Engine.Resources;

/// <summary>The type tokens of provider resources: <c>pulumi:providers:&lt;package&gt;</c>.</summary>
internal static class ProviderType
{
    private const string Prefix = "pulumi:providers:";

    public static bool IsProvider(string type) => type.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The package of a provider resource's type.</summary>
    public static string GetPackage(string providerType) => providerType[Prefix.Length..];

    /// <summary>Creates the type of a package's provider resource.</summary>
    public static string Create(string package) => Prefix + package;

    /// <summary>The package of a resource type: <c>kubernetes</c> for <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public static string GetResourcePackage(string type) => type[..Math.Max(0, type.IndexOf(':', StringComparison.Ordinal))];
}
