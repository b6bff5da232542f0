using System.CommandLine;
using System.Globalization;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack history</c>.</summary>
internal static class StackHistoryCommand
{
    private const int DefaultPageSize = 10;

    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var json = CommonOptions.Json();
        var showSecrets = CommonOptions.ShowSecrets();
        var fullDates = new Option<bool>("--full-dates") { Description = "Show full dates instead of relative ones" };
        var page = new Option<int>("--page")
        {
            Description = "The page to show",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var pageSize = new Option<int>("--page-size")
        {
            Description = "Updates on a page",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultPageSize,
        };
        var command = new InfraCommand(
            "history",
            "Show a stack's updates, the latest first",
            ("infra stack history --stack dev --json", "Show the latest ten updates of the stack dev as JSON")
        )
        {
            stackOption,
            json,
            showSecrets,
            fullDates,
            page,
            pageSize,
        };
        command.Aliases.Add("hist");
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
            var updates = workspace.History(stack).Read(parsed.GetValue(page), parsed.GetValue(pageSize));
            if (parsed.GetValue(json))
            {
                var configuration = parsed.GetValue(showSecrets) ? workspace.Configuration(stack) : null;
                Console.WriteLine(HistoryJson.Serialize(updates, configuration));
            }
            else if (updates.Count == 0)
            {
                Console.WriteLine(
                    parsed.GetValue(page) > 1 ? $"No stack updates found on page '{parsed.GetValue(page)}'" : "Stack has never been updated"
                );
            }
            else
            {
                foreach (var update in updates)
                {
                    Write(update, parsed.GetValue(fullDates), Palette.Create(parsed, Console.IsOutputRedirected));
                }
            }

            return 0;
        });
        return command;
    }

    private static void Write(UpdateRecord update, bool fullDates, Palette colors)
    {
        Console.WriteLine($"Version: {update.Version.ToString(CultureInfo.InvariantCulture)}");
        Console.WriteLine($"UpdateKind: {update.Kind}");
        Console.WriteLine(
            update.Result == "succeeded" ? colors.Created($"Status: {update.Result}") : colors.Deleted($"Status: {update.Result}")
        );
        Console.WriteLine($"Message: {update.Message}");
        Console.Write(colors.Created($"+{Count("create")}"));
        Console.Write(colors.Deleted($"-{Count("delete")}"));
        Console.Write(colors.Changed($"~{Count("update")}"));
        Console.Write($" {Count("same")}");
        var when = fullDates
            ? update.Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)
            : RelativeTime.Describe(update.Started, TimeProvider.System.GetUtcNow());
        Console.WriteLine($" Updated {when} took {ElapsedTime.Describe(update.Ended - update.Started)}");
        foreach (var (name, value) in update.Environment.Where(entry => !string.IsNullOrWhiteSpace(entry.Value)))
        {
            Console.WriteLine(name == "git.head" ? colors.Changed($"    {name}: {value}") : $"    {name}: {value}");
        }

        Console.WriteLine();

        int Count(string step) => update.ResourceChanges.GetValueOrDefault(step);
    }
}
