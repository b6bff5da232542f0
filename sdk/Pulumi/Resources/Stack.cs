using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>
/// The root of all resources of a program. A program derives from it, creates its resources in the constructor, and marks the outputs of
/// the stack with <see cref="OutputAttribute"/>.
/// </summary>
public class Stack : ComponentResource
{
    internal const string TypeToken = "pulumi:pulumi:Stack";

    /// <summary>Registers the stack.</summary>
    /// <param name="options">The options of its resources.</param>
    public Stack(StackOptions? options = null)
        : base(TypeToken, $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", ToComponentOptions(options)) =>
        Deployment.Required.Stack = this;

    internal Output<IDictionary<string, object?>> StackOutputs { get; private set; } =
        Output.Create<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);

    /// <summary>Runs the function of a stack and registers its result as outputs.</summary>
    internal void RunBody(Func<Task<IDictionary<string, object?>>> body)
    {
        StackOutputs = Output.Create(RunAsync());
        RegisterOutputs(StackOutputs);

        async Task<IDictionary<string, object?>> RunAsync() => (await body().ConfigureAwait(false)).ToImmutableDictionary();
    }

    /// <summary>Registers the properties that are marked as outputs.</summary>
    /// <exception cref="RunException">A property has no value or is not an <see cref="Output{T}"/>.</exception>
    internal void RegisterPropertyOutputs()
    {
        var outputs = ResourceShape.Get(GetType()).ReadOutputs(this).ToDictionary(output => output.Key, output => output.Value);
        var unassigned = outputs.Where(output => output.Value is null).Select(output => output.Key).ToList();
        if (unassigned.Count > 0)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", unassigned)}' have no value: assign every property marked [Output] in the constructor of the stack."
            );
        }

        var wrong = outputs.Where(output => output.Value is not IOutput).Select(output => output.Key).ToList();
        if (wrong.Count > 0)
        {
            throw RunException.OutputsHaveIncorrectType(wrong);
        }

        StackOutputs = Output.Create<IDictionary<string, object?>>(outputs);
        RegisterOutputs(StackOutputs);
    }

    private static ComponentResourceOptions? ToComponentOptions(StackOptions? options) =>
        options is null
            ? null
            : new() { ResourceTransformations = options.ResourceTransformations, ResourceTransforms = options.ResourceTransforms };
}
