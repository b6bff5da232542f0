namespace Infra.Cli.Pipelines.Github;

/// <summary>What somebody starts by hand: deploying an earlier version, and removing the lock of a job that was killed.</summary>
internal static class ManualWorkflow
{
    public static string Write(PipelineSubject subject) =>
        $$$"""
            name: Maintenance
            on:
              workflow_dispatch:
                inputs:
                  stack: { description: The stack, required: true, type: choice, options: {{{YamlText.List(subject.Stacks)}}} }
                  action: { description: What to do, required: true, type: choice, options: [show versions, roll back, unlock] }
                  version: { description: "The version to roll back to, as `show versions` lists it", required: false, type: string }
            permissions: {}
            jobs:
              manual:
                name: ${{ inputs.action }} ${{ inputs.stack }}
                runs-on: ubuntu-latest
                timeout-minutes: 120
                permissions: { contents: read, id-token: write }
                environment: { name: "${{ inputs.stack }}" }
                # Unlocking cannot wait for the job that holds the lock.
                concurrency: { group: "infra-${{ inputs.stack }}${{ inputs.action == 'unlock' && '-unlock' || '' }}", cancel-in-progress: false, queue: max }
                env:
                  STACK: ${{ inputs.stack }}
                  VERSION: ${{ inputs.version }}
                steps:
                  {{{GithubSteps.Prepare(subject)}}}
                  {{{GithubSteps.LogIn}}}
                  - name: Show versions
                    if: ${{ inputs.action == 'show versions' }}
                    env:
                      {{{GithubSteps.Credentials}}}
                    run: {{{subject.Infra}}} stack history --stack "$STACK"
                  - name: Roll back
                    if: ${{ inputs.action == 'roll back' }}
                    env:
                      {{{GithubSteps.Credentials}}}
                    run: exec {{{subject.Infra}}} up --stack "$STACK" --to "$VERSION" --yes
                  - name: Unlock
                    if: ${{ inputs.action == 'unlock' }}
                    env:
                      {{{GithubSteps.Credentials}}}
                    run: {{{subject.Infra}}} cancel --stack "$STACK" --yes

            """;
}
