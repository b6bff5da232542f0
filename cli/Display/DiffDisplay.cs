using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Kubernetes.Schema;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>Shows every changed property of every changed resource (<c>--diff</c>).</summary>
internal sealed class DiffDisplay(
    OperationKind kind,
    string stack,
    TextWriter output,
    Palette palette,
    TimeProvider time,
    DisplayOptions options
) : IDisplay
{
    private const string KubernetesTypes = "kubernetes:";
    private const int ResourceIndent = 4;
    private const int PropertyIndent = 8;

    private readonly OperationProgress _progress = new(time, options);
    private readonly PropertyDifference _difference = new(palette, options.ShowSecrets);

    public void Show(EngineEvent engineEvent)
    {
        _progress.Apply(engineEvent);
        switch (engineEvent)
        {
            case PreludeEvent prelude:
                output.WriteLine(palette.Heading($"{kind.Heading} ({stack}):"));
                ConfigText.Write(options, prelude, output.WriteLine);
                break;
            case BuildingProgramEvent or WaitingForBuildEvent:
                output.WriteLine(palette.Faint(BuildText.Describe(engineEvent)!));
                break;
            case ResourcePreEvent { Step: var step } when IsShown(step):
                Write(step);
                break;
            case ResourceOutputsEvent { Step: { Drift: not null } step }:
                Write(step);
                break;
            case ResourceFailedEvent { Step: var step }:
                output.WriteLine(palette.Error($"    {step.Type} {step.Urn.Name} **{OperationWords.InProgress(step.Operation)} failed**"));
                break;
            case SummaryEvent:
                new OperationReport(_progress, kind, palette, options).Write(output);
                break;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool IsShown(StepDescription step) =>
        (step.IsLogical || options.ShowReplacementSteps)
        && step.Operation switch
        {
            StepOperation.Same => options.ShowSames && !OperationProgress.IsDefaultProvider(step),
            StepOperation.Read or StepOperation.ReadReplacement => options.ShowReads,
            _ => true,
        };

    private void Write(StepDescription step)
    {
        var mark = step.Operation.Symbol().PadRight(2);
        var heading = $"{new string(' ', ResourceIndent)}{mark}{step.Type}: ({OperationWords.Planned(step.Operation)})";
        output.WriteLine(palette.Paint(step.Operation, heading));
        if ((step.Old ?? step.New)?.Id is { Length: > 0 } id)
        {
            Detail("id", id);
        }

        Detail("urn", step.Urn.Value);
        if ((step.New ?? step.Old)?.Provider is { } provider)
        {
            Detail("provider", provider.ToString()!);
        }

        // A deletion removes all properties, so they are not listed.
        if (step.New is not null && step.Urn.Type != Urn.StackType)
        {
            output.Write(
                _difference.Describe(
                    step.Old?.Inputs,
                    step.New.Inputs,
                    PropertyIndent,
                    showUnchanged: step.Old is null,
                    step.New.HideDiffs,
                    FindType(step.New)
                )
            );
        }
    }

    /// <summary>Finds the type of a Kubernetes object, whose lists may have keys; null for another resource.</summary>
    public static ObjectType? FindType(ResourceState state) =>
        state.Type.StartsWith(KubernetesTypes, StringComparison.Ordinal)
        && state.Inputs.Find("apiVersion") is PropertyString { Value: var apiVersion }
        && state.Inputs.Find("kind") is PropertyString { Value: var kind }
            ? ObjectType.Find(apiVersion, kind)
            : null;

    private void Detail(string name, string value) => output.WriteLine(palette.Faint($"{new string(' ', PropertyIndent)}[{name}={value}]"));
}
