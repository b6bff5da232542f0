namespace Infra.Cli.Pipelines.Gitlab;

/// <summary>The pipeline of GitLab CI.</summary>
internal static class GitlabPipeline
{
    private const string Main = ".gitlab-ci.yml";
    private const string Included = ".gitlab/infra.gitlab-ci.yml";
    private const string Image = "mcr.microsoft.com/dotnet/sdk:10.0";
    private const string ToolFolder = "$CI_PROJECT_DIR/.infra/tool";

    public static Pipeline Create(PipelineSubject subject) =>
        new(
            [new PipelineFile(Main, $"include:\n  - local: {Included}\n") { IsOfUser = true }, new PipelineFile(Included, Write(subject))],
            [
                $"the environments {string.Join(", ", subject.Stacks)}, {subject.Last} as a protected one where the edition has them, and {subject.Branch} as a protected branch",
                "for each environment the masked variables PULUMI_CONFIG_PASSPHRASE, PULUMI_BACKEND_URL, and KUBECONFIG of the type file",
                "for comments GITLAB_TOKEN, a project access token with the scope api and the role Reporter, without an environment: the code of every merge request can read it; without it the report is an artefact",
                "a schedule, for the check of drift",
                "the process mode oldest_first for the resource groups "
                    + string.Join(", ", subject.Stacks.Select(stack => $"infra-{stack}"))
                    + ", by GitLab's API",
            ]
        );

    private static string Write(PipelineSubject subject) =>
        $$"""
            stages: [test, report, deploy, maintain]

            variables:
              INFRA_ROLL_BACK:
                description: A stack to deploy an earlier version of, for a pipeline that is started by hand
                value: ""
                options: {{YamlText.List(["", .. subject.Stacks])}}
              INFRA_VERSION:
                description: The version, as `infra stack history` lists it
                value: ""

            .infra:
              image: {{Image}}
              variables:
                DOTNET_CLI_TELEMETRY_OPTOUT: "1"
                DOTNET_NOLOGO: "1"
              before_script:
                {{YamlText.Lines(subject.Install(ToolFolder).Select(line => "- " + line), 4)}}
                - export PATH="{{ToolFolder}}:$PATH"
                - mkdir -p .infra/reports

            .infra-deploy:
              extends: .infra
              interruptible: false
              timeout: 2 hours
              # GitLab runs it after a cancellation, too.
              after_script:
                - '"{{ToolFolder}}/infra" cancel --stack "$STACK" --job --yes || true'

            infra-test:
              stage: test
              image: {{Image}}
              interruptible: true
              rules:
                - if: $CI_PIPELINE_SOURCE == "merge_request_event"
                - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == {{YamlText.Quote(subject.Branch)}}
              script:
                - {{YamlText.Quote(subject.Test)}}

            {{string.Join("\n\n", subject.Stacks.Select(stack => GitlabJobs.Write(subject, stack)))}}

            """;
}
