using System.CommandLine;
using Infra.Cli.CodeGeneration;
using Infra.Cli.Display;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Operations.Importing;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra import</c>.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var imports = new ImportOptions();
        var options = new OperationOptionSet
        {
            // Without the short form, which means the file here.
            SkipPreview = new Option<bool>("--skip-preview") { Description = "Import without showing a plan first" },
        };
        var previewOnly = new Option<bool>("--preview-only") { Description = "Only show what would be imported" };
        var command = new InfraCommand(
            "import",
            "Take existing objects of the cluster into the state of a stack and write their declarations in C#",
            ("infra import kubernetes:core/v1:ConfigMap settings shop/settings --stack dev", "Import the ConfigMap `settings` of `shop`"),
            ("infra import --file objects.json --stack dev --yes", "Import all objects that a file lists"),
            ("infra import --file objects.json --stack dev --yes --out Imported.cs", "Write the declarations to a file")
        );
        imports.AddTo(command);
        options.AddForImportTo(command);
        command.Add(previewOnly);
        command.SetAction(
            (parsed, cancellationToken) => new Import(parsed, imports, options).RunAsync(parsed.GetValue(previewOnly), cancellationToken)
        );
        return command;
    }

    /// <summary>One run of the command.</summary>
    private sealed class Import(ParseResult parsed, ImportOptions imports, OperationOptionSet options)
    {
        private ImportList? _list;
        private OperationOutcome? _outcome;

        public async Task<int> RunAsync(bool previewOnly, CancellationToken cancellationToken)
        {
            var file = imports.Read(parsed);
            if (previewOnly)
            {
                return await PreviewAsync(file, cancellationToken);
            }

            var change = new StackChange(parsed, options, "Do you want to perform this import?");
            var exitCode = await change.RunAsync(
                OperationKind.PreviewImport,
                OperationKind.Import,
                async (operations, how, approve, show) =>
                {
                    _list = Resolve(file, operations);
                    return _outcome = await operations.ImportAsync(_list.Imports, how, approve, show);
                },
                cancellationToken
            );
            await WriteDeclarationsAsync(cancellationToken);
            return exitCode;
        }

        private async Task<int> PreviewAsync(ImportFile file, CancellationToken cancellationToken)
        {
            var clusters = StackClusters.Open(parsed);
            var stack = await WorkspaceAccess.StackAsync(parsed, options.Stack, clusters.Workspace, cancellationToken);
            var operations = clusters.Workspace.Operations(stack);
            var list = Resolve(file, operations);
            await using var display = DisplayFactory.Create(parsed, options, OperationKind.PreviewImport, stack.Name);
            clusters.Note = display.Note;
            var outcome = await operations.PreviewImportAsync(list.Imports, options.Read(parsed, cancellationToken), display.Show);
            return OperationResults.ExitCodeFor(outcome, ExitCode.Error, parsed, options);
        }

        private ImportList Resolve(ImportFile file, StackOperations operations) =>
            ImportList.Resolve(file, operations.Stack, imports.Protects(parsed));

        /// <summary>Writes the declarations of what was imported.</summary>
        private async Task WriteDeclarationsAsync(CancellationToken cancellationToken)
        {
            if (!imports.GeneratesCode(parsed) || _list is null || _outcome is not { WasApproved: true, Result: OperationResult.Succeeded })
            {
                return;
            }

            var urns = _list.Urns.ToHashSet();
            var imported = _outcome.State.Resources.Where(resource => !resource.Delete && urns.Contains(resource.Urn)).ToArray();
            if (imported.Length == 0)
            {
                return;
            }

            var code = ImportedProgram.Write(imported, _list.Names);
            if (imports.FindOutput(parsed) is { } path)
            {
                await File.WriteAllTextAsync(path, code, cancellationToken);
            }
            else if (!parsed.GetValue(options.Json))
            {
                Console.Out.WriteLine(
                    "Please copy the following code into your Pulumi application. Not doing so\n"
                        + "will cause Pulumi to report that an update will happen on the next update command.\n"
                );
                if (imports.Protects(parsed))
                {
                    Console.Out.WriteLine(
                        "Please note that the imported resources are marked as protected. To destroy them\n"
                            + "you will need to remove the `protect` option and run `infra up` *before*\n"
                            + "the destroy will take effect.\n"
                    );
                }

                Console.Out.Write(code);
            }
        }
    }
}
