using System.Collections.Concurrent;
using Pulumi;
using Pulumi.Utilities;

namespace Infra.Backend.Patching;

/// <summary>What is known of an input's output.</summary>
/// <param name="Value">The value; null if it is secret or unknown.</param>
/// <param name="IsOpaque">Whether it is secret or unknown.</param>
/// <param name="Output">The output.</param>
/// <param name="HasDependencies">Whether it comes from other resources.</param>
internal sealed record OpenedOutput(object? Value, bool IsOpaque, Output<object?> Output, bool HasDependencies)
{
    private static readonly ConcurrentDictionary<Type, Opener?> Openers = new();

    /// <summary>Opens a value of type <see cref="Input{T}"/> or <see cref="Output{T}"/>; null for other values.</summary>
    public static Task<OpenedOutput>? TryOpen(object value) => Openers.GetOrAdd(value.GetType(), CreateOpener)?.OpenAsync(value);

    private static Opener? CreateOpener(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (
                current.IsGenericType
                && current.GetGenericTypeDefinition() is var definition
                && (definition == typeof(Input<>) || definition == typeof(Output<>))
            )
            {
                return (Opener)Activator.CreateInstance(typeof(Opener<>).MakeGenericType(current.GetGenericArguments()))!;
            }
        }

        return null;
    }

    private abstract class Opener
    {
        public abstract Task<OpenedOutput> OpenAsync(object value);
    }

    private sealed class Opener<T> : Opener
    {
        public override async Task<OpenedOutput> OpenAsync(object value)
        {
            var output = value as Output<T> ?? ((Input<T>)value).ToOutput();
            var isOpaque = await Pulumi.Output.IsSecretAsync(output) || !await OutputUtilities.GetIsKnownAsync(output);
            var dependencies = await OutputUtilities.GetDependenciesAsync(output);
            return new OpenedOutput(
                isOpaque ? null : await OutputUtilities.GetValueAsync(output),
                isOpaque,
                output.Apply(known => (object?)known),
                !dependencies.IsEmpty
            );
        }
    }
}
