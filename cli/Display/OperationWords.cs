using Infra.Cli.Terminal;
using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Pulumi's words for operations that are planned, in progress and done.</summary>
internal static class OperationWords
{
    public static string Planned(StepOperation operation) =>
        operation switch
        {
            StepOperation.Same => "",
            StepOperation.Create => "create",
            StepOperation.Update => "update",
            StepOperation.Delete => "delete",
            StepOperation.Replace => "replace",
            StepOperation.CreateReplacement => "create replacement",
            StepOperation.DeleteReplaced => "delete original",
            StepOperation.Read => "read",
            StepOperation.ReadReplacement => "read for replacement",
            StepOperation.Refresh => "refreshing",
            StepOperation.Discard => "discard",
            StepOperation.DiscardReplaced => "discard original",
            StepOperation.Import => "import",
            StepOperation.ImportReplacement => "import replacement",
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };

    public static string InProgress(StepOperation operation) =>
        operation switch
        {
            StepOperation.Same => "",
            StepOperation.Create => "creating",
            StepOperation.Update => "updating",
            StepOperation.Delete => "deleting",
            StepOperation.Replace => "replacing",
            StepOperation.CreateReplacement => "creating replacement",
            StepOperation.DeleteReplaced => "deleting original",
            StepOperation.Read => "reading",
            StepOperation.ReadReplacement => "reading for replacement",
            StepOperation.Refresh => "refreshing",
            StepOperation.Discard => "discarding",
            StepOperation.DiscardReplaced => "discarding original",
            StepOperation.Import => "importing",
            StepOperation.ImportReplacement => "importing replacement",
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };

    public static string Done(StepOperation operation) =>
        operation switch
        {
            StepOperation.Same => "",
            StepOperation.Create => "created",
            StepOperation.Update => "updated",
            StepOperation.Delete => "deleted",
            StepOperation.Replace => "replaced",
            StepOperation.CreateReplacement => "created replacement",
            StepOperation.DeleteReplaced => "deleted original",
            StepOperation.Read => "read",
            StepOperation.ReadReplacement => "read for replacement",
            StepOperation.Refresh => "refreshed",
            StepOperation.Discard => "discarded",
            StepOperation.DiscardReplaced => "discarded original",
            StepOperation.Import => "imported",
            StepOperation.ImportReplacement => "imported replacement",
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };

    /// <summary>Colors a text by the operation.</summary>
    public static string Paint(this Palette palette, StepOperation operation, string text) =>
        operation switch
        {
            StepOperation.Create or StepOperation.CreateReplacement or StepOperation.Import or StepOperation.ImportReplacement =>
                palette.Created(text),
            StepOperation.Update or StepOperation.Refresh => palette.Changed(text),
            StepOperation.Delete or StepOperation.DeleteReplaced or StepOperation.Discard or StepOperation.DiscardReplaced =>
                palette.Deleted(text),
            StepOperation.Replace => palette.Replaced(text),
            StepOperation.Read or StepOperation.ReadReplacement => palette.Read(text),
            _ => text,
        };
}
