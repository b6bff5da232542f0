using System.Collections.Immutable;

namespace Pulumi;

/// <summary>An <see cref="Output{T}"/> of a type known only at run time.</summary>
internal interface IOutput
{
    ValueTask<OutputData<object?>> GetDataAsync();

    ValueTask<ImmutableHashSet<Resource>> GetDependenciesAsync();

    Output<object?> ToObjectOutput();

    Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func);
}
