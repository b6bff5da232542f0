using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>Looks into outputs, and makes unusual ones. For tests and tools; a program has no need of it.</summary>
public static class OutputUtilities
{
    /// <summary>An unknown output that carries a value all the same.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> CreateUnknown<T>(T value) => new(new OutputData<T>(value, false, false, []));

    /// <summary>An unknown output. The factory is never called, since the value is never needed.</summary>
    /// <param name="valueFactory">Would make the value.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory) => CreateUnknown<T>(default(T)!).Apply(_ => valueFactory());

    /// <summary>The same output, depending on a resource besides.</summary>
    /// <param name="output">The output.</param>
    /// <param name="resource">The resource.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(resource);
        return output.With(data => data with { Dependencies = data.Dependencies.Add(resource) });
    }

    /// <summary>Whether the output is known, once it is resolved.</summary>
    /// <param name="output">The output.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.Data.ConfigureAwait(false)).IsKnown;
    }

    /// <summary>The value of the output once it is resolved; the default if it is unknown.</summary>
    /// <param name="output">The output.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Task<T> GetValueAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.GetValueAsync(whenUnknown: default!);
    }

    /// <summary>The resources that the output depends on, once it is resolved.</summary>
    /// <param name="output">The output.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.Data.ConfigureAwait(false)).Dependencies;
    }
}
