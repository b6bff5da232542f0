namespace Infra.Engine.Providers;

/// <summary>Creates provider instances, one per provider resource of a deployment.</summary>
public interface IProviderFactory
{
    /// <summary>The packages this factory has providers for, e.g. <c>kubernetes</c>: the first part of a type token.</summary>
    IReadOnlyCollection<string> Packages { get; }

    /// <summary>Whether this factory creates providers for a package.</summary>
    bool Supports(string package) => Packages.Contains(package);

    /// <summary>True where a plugin that the user selects for the package takes the place of this factory's provider.</summary>
    bool YieldsToPlugins => false;

    /// <summary>Finds the factory for the program in a folder, to which relative paths in inputs refer.</summary>
    /// <param name="directory">The program's folder.</param>
    /// <param name="environment">Gets an environment variable, or null.</param>
    IProviderFactory ForProgram(string directory, Func<string, string?> environment) => this;

    /// <summary>Creates an instance that is not configured yet.</summary>
    /// <param name="package">A package that <see cref="Supports"/> accepts.</param>
    /// <param name="version">The version the program requires; "" for any.</param>
    /// <param name="log">Receives the messages and progress of the instance.</param>
    /// <exception cref="ResourceProviderException">There is no provider of this version.</exception>
    IResourceProvider Create(string package, string version, IProviderLog log);
}
