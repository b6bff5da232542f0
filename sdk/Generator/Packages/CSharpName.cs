namespace Infra.Generator.Packages;

internal static class CSharpName
{
    /// <summary>Converts a wire name to the name of a class or property.</summary>
    public static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
