using System.CommandLine;
using System.Reflection;
using System.Text.Json.Nodes;
using Infra.Generator.ApiListing;
using Infra.Generator.Condensing;
using Infra.Generator.Emission;
using Infra.Generator.Kubernetes;
using Infra.Generator.Packages;
using Infra.Generator.PulumiSchemas;

namespace Infra.Generator;

/// <summary>Generates the provider packages in <c>sdk/</c>.</summary>
internal static class Program
{
    private static int Main(string[] args) =>
        new RootCommand("Generates the provider packages of this SDK from their schemas.")
        {
            CondenseCommand(),
            CondenseOperatorCommand(),
            KubernetesCommand(),
            PackageCommand(),
            ListApiCommand(),
        }
            .Parse(args)
            .Invoke();

    private static Command CondenseCommand()
    {
        var openApi = RequiredFile("--openapi", "the output of `kubectl get --raw /openapi/v2` (.json or .json.gz)");
        var groups = RequiredFile("--groups", "the output of `kubectl get --raw /apis`");
        var output = RequiredFile("--output", "the condensed schema to write");
        var descriptions = new Option<FileInfo>("--descriptions") { Description = "the compressed file of descriptions to write" };
        var command = new Command("condense", "Condenses a cluster's API description into one schema file.")
        {
            openApi,
            groups,
            output,
            descriptions,
        };
        command.SetAction(result =>
        {
            var document = JsonFile.Read(result.GetRequiredValue(openApi).FullName);
            File.WriteAllText(
                result.GetRequiredValue(output).FullName,
                OpenApiCondenser.Condense(document, JsonFile.Read(result.GetRequiredValue(groups).FullName))
            );
            if (result.GetValue(descriptions) is { } file)
            {
                File.WriteAllBytes(file.FullName, DescriptionFile.Create(document));
            }
        });
        return command;
    }

    private static Command CondenseOperatorCommand()
    {
        var definitions = RequiredFile("--definitions", "the output of `kubectl get customresourcedefinitions --output json`");
        var name = new Option<string>("--operator") { Required = true, Description = "the name of the operator" };
        var version = new Option<string>("--operator-version") { Required = true, Description = "the version of the operator" };
        var output = RequiredFile("--output", "the condensed file to write");
        var command = new Command("condense-operator", "Condenses the CustomResourceDefinitions of an operator into one file.")
        {
            definitions,
            name,
            version,
            output,
        };
        command.SetAction(result =>
            File.WriteAllText(
                result.GetRequiredValue(output).FullName,
                OperatorCondenser.Condense(
                    result.GetRequiredValue(name),
                    result.GetRequiredValue(version),
                    JsonFile.Read(result.GetRequiredValue(definitions).FullName)
                )
            )
        );
        return command;
    }

    private static Command KubernetesCommand() =>
        GenerateCommand("kubernetes", "Generates the classes of Pulumi.Kubernetes from a condensed schema.", schema =>
            KubernetesPackage.Model(new KubernetesSchema(schema))
        );

    private static Command PackageCommand() =>
        GenerateCommand("package", "Generates the classes of a package from a schema in Pulumi's format.", PulumiSchemaPackage.Model);

    private static Command GenerateCommand(string name, string description, Func<JsonObject, PackageModel> model)
    {
        var schema = RequiredFile("--schema", "the package's schema");
        var version = new Option<string>("--package-version") { Required = true, Description = "the version of the published package" };
        var output = new Option<DirectoryInfo>("--output") { Required = true, Description = "the folder of the C# files" };
        var command = new Command(name, description) { schema, version, output };
        command.SetAction(result =>
            GeneratedFiles.Write(
                result.GetRequiredValue(output).FullName,
                PackageEmitter.Emit(model(JsonFile.Read(result.GetRequiredValue(schema).FullName)), result.GetRequiredValue(version))
            )
        );
        return command;
    }

    private static Command ListApiCommand()
    {
        var assembly = RequiredFile("--assembly", "the compiled assembly, next to its dependencies");
        var output = RequiredFile("--output", "the listing to write");
        var command = new Command("list-api", "Lists the public API of an assembly.") { assembly, output };
        command.SetAction(result =>
            File.WriteAllText(
                result.GetRequiredValue(output).FullName,
                ApiText.Write(Assembly.LoadFrom(result.GetRequiredValue(assembly).FullName))
            )
        );
        return command;
    }

    private static Option<FileInfo> RequiredFile(string name, string description) =>
        new(name) { Required = true, Description = description };
}
