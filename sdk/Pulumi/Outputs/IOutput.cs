using System.Collections.Immutable;

namespace Pulumi;

/// <summary>An <see cref="Output{T}"/> whose type is known at run time only.</summary>
internal interface IOutput
{
    ValueTask<OutputData<object?>> GetDataAsync();

    ValueTask<ImmutableHashSet<Resource>> GetDependenciesAsync();

    Output<object?> ToObjectOutput();

    Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func);
}
