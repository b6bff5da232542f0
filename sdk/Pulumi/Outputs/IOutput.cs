using System.Collections.Immutable;

namespace Pulumi;

/// <summary>An <see cref="Output{T}"/> whose type is known at run time only.</summary>
internal interface IOutput
{
    public ValueTask<OutputData<object?>> GetDataAsync();

    public ValueTask<ImmutableHashSet<Resource>> GetDependenciesAsync();

    public Output<object?> ToObjectOutput();

    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func);
}
