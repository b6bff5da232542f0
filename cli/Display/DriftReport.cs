using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>Writes the differences between cluster and state that a refresh has found, field by field.</summary>
internal sealed class DriftReport(Palette palette)
{
    private const int MaximumLength = 80;

    public void Write(TextWriter output, IReadOnlyList<StepDescription> steps)
    {
        if (steps.Count == 0)
        {
            return;
        }

        output.WriteLine(palette.Heading("Drift (state => cluster):"));
        foreach (var step in steps)
        {
            output.WriteLine($"  {step.Type} ({step.Urn.Name}):");
            foreach (var line in Describe(step.Drift!))
            {
                output.WriteLine($"    {line}");
            }
        }

        output.WriteLine();
    }

    private IEnumerable<string> Describe(ObjectDrift drift) =>
        drift switch
        {
            { IsGone: true } => [palette.Deleted("- the object does not exist any more")],
            { Fields.Count: 0 } => [palette.Changed("~ the object, which the stack only reads, has changed")],
            _ => drift.Fields.Select(Describe),
        };

    private string Describe(FieldDrift field)
    {
        var owner = field.Owner switch
        {
            null => "",
            { Since: "" } => $" (by {field.Owner.Manager})",
            _ => $" (by {field.Owner.Manager} since {field.Owner.Since})",
        };
        return (field.Recorded, field.Live) switch
        {
            (null, { } live) => palette.Created($"+ {field.Path}: {Shorten(live)}") + owner,
            ({ } recorded, null) => palette.Deleted($"- {field.Path}: {Shorten(recorded)}") + owner,
            (null, null) => palette.Changed($"~ {field.Path}") + owner,
            var (recorded, live) => palette.Changed($"~ {field.Path}: {Shorten(recorded)} => {Shorten(live)}") + owner,
        };
    }

    private static string Shorten(PropertyValue value) =>
        value.ToString() is { Length: > MaximumLength } text ? $"{text[..MaximumLength]}…" : value.ToString();
}
