namespace Infra.Engine.Providers;

/// <summary>Makes provider instances. The engine asks for one instance per provider resource of a deployment.</summary>
public interface IProviderFactory
{
    /// <summary>The packages this factory can serve, e.g. <c>kubernetes</c>: the first part of a type token.</summary>
    IReadOnlyCollection<string> Packages { get; }

    /// <summary>
    /// Makes an instance that is not configured yet.
    /// </summary>
    /// <param name="package">One of <see cref="Packages"/>.</param>
    /// <param name="version">The version the program asked for, or "" where it did not say.</param>
    /// <param name="log">Where the instance reports what it is doing.</param>
    IResourceProvider Create(string package, string version, IProviderLog log);
}
