# ---
# title: Upload a file
# needs: {env: [UPLOAD_TOKEN]}
# ---
echo "uploading with a token of ${#UPLOAD_TOKEN} characters"
